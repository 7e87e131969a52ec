"""The text of a `config_expr` is no expression."""

from metaflow import Config, FlowSpec, config_expr, resources, step


class ChurnFlow(FlowSpec):
    config = Config("config", default_value={"cpu": 4})

    @resources(cpu=config_expr("config.cpu *"))
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
