"""A decorator needs a config that a function of the flow's file parses."""

from metaflow import Config, FlowSpec, config_expr, resources, step


def read_pairs(text):
    return dict(line.split("=") for line in text.splitlines())


class ChurnFlow(FlowSpec):
    config = Config("config", default="config.txt", parser=read_pairs)

    @resources(cpu=config_expr("config.cpu"))
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
