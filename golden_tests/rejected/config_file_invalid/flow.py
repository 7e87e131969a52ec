"""The file of a config has a trailing comma, which JSON does not allow."""

from metaflow import Config, FlowSpec, config_expr, resources, step


class ChurnFlow(FlowSpec):
    config = Config("config", default="config.json")

    @resources(cpu=config_expr("config.cpu"))
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
