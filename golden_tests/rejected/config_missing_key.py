"""A decorator asks a config for a name that it does not have."""

from metaflow import Config, FlowSpec, config_expr, resources, step


class ChurnFlow(FlowSpec):
    config = Config("config", default_value={"train": {"cpu": 4, "memory": 16000}})

    @resources(cpu=config_expr("config.train.cpus"), memory=config.train.memory)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
