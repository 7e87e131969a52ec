"""The module of sizes has no such constant."""

import sizes

from metaflow import FlowSpec, resources, step


class ChurnFlow(FlowSpec):
    @resources(memory=sizes.LARG)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
