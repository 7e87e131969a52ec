"""Covers: values of JSON and TOML configs in decorators, parameters, a project, a schedule and as
the cases of a switch.

It needs Python 3.11 to run: Metaflow parses the TOML file by the standard library.
"""

from metaflow import (
    Config,
    FlowSpec,
    Parameter,
    config_expr,
    environment,
    kubernetes,
    project,
    resources,
    retry,
    schedule,
    step,
)


@project(name=config_expr("config.project"))
@schedule(cron=config_expr("limits['schedule']['cron']"))
class ConfigFlow(FlowSpec):
    config = Config("config", default="config.json", help="What the team decides")
    limits = Config("limits", default="limits.toml", parser="tomllib.loads")
    extra = Config("extra", default_value={"region": "eu", "small": "S", "large": "L"})

    rate = Parameter("rate", default=config.model.rate)

    @kubernetes(image=config_expr("config.image"))
    @resources(cpu=config.resources.cpu, memory=config.resources["memory"])
    @step
    def start(self):
        self.layers = list(self.config.model.layers)
        self.next(self.train)

    @retry(times=config_expr("limits.retries + 1"))
    @environment(
        vars={"REGION": config_expr("extra.region"), "MODEL": config_expr("config.model.name")}
    )
    @step
    def train(self):
        self.weights = [self.rate * layer for layer in self.layers]
        self.size = "L" if len(self.layers) > 2 else "S"
        self.next({self.extra.small: self.end, self.extra.large: self.prune}, condition="size")

    @step
    def prune(self):
        self.weights = self.weights[:2]
        self.next(self.end)

    @resources(**limits.last_step)
    @step
    def end(self):
        print(self.weights, self.size, self.extra.region)


if __name__ == "__main__":
    ConfigFlow()
