"""Covers: a flow that starts when other flows are over, of its project and of others."""

from metaflow import FlowSpec, project, step, trigger_on_finish


@project(name="forecasting")
@trigger_on_finish(
    flows=[
        "CleanFlow",
        {"name": "PriceFlow", "project": "pricing", "project_branch": "prod"},
        "catalogue.prod.CatalogueFlow",
    ],
    options={"reset_at": {"cron": "0 4 * * *"}},
)
class ForecastFlow(FlowSpec):
    @step
    def start(self):
        self.horizon = 14
        self.next(self.end)

    @step
    def end(self):
        print("forecast for", self.horizon, "days")


if __name__ == "__main__":
    ForecastFlow()
