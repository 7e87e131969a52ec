"""A constant is added up in a loop."""

from metaflow import FlowSpec, resources, step

MEMORY = 0
for table in open("tables.txt"):
    MEMORY += 4000


class ChurnFlow(FlowSpec):
    @resources(memory=MEMORY)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
