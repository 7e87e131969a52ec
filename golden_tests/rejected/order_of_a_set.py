"""The tables are a set, joined to one text."""

from metaflow import FlowSpec, environment, step

TABLES = {"customers", "orders"}


class ChurnFlow(FlowSpec):
    @environment(vars={"TABLES": ",".join(TABLES)})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
