"""Covers: a flow that starts when two events have come, whose payloads set parameters."""

from metaflow import FlowSpec, Parameter, step, trigger


@trigger(
    events=[
        {"name": "table.updated", "parameters": {"table": "table_name", "rows": "row_count"}},
        {"name": "model.approved", "parameters": ["model", ("approved_by", "user")]},
    ],
    options={"reset_at": {"cron": "0 0 * * *", "timezone": "Europe/Helsinki"}},
)
class RefreshFlow(FlowSpec):
    table = Parameter("table", default="sales")
    rows = Parameter("rows", type=int, default=0)
    model = Parameter("model", required=True)
    approved_by = Parameter("approved_by", default="nobody")

    @step
    def start(self):
        self.summary = f"{self.model} by {self.approved_by} over {self.rows} rows of {self.table}"
        self.next(self.end)

    @step
    def end(self):
        print(self.summary)


if __name__ == "__main__":
    RefreshFlow()
