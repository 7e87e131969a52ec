"""A gang whose size an artifact gives, with an environment of its own."""
# $ run --nodes 3

import os

from metaflow import FlowSpec, Parameter, current, environment, parallel, step, timeout


class GangFromArtifactFlow(FlowSpec):
    nodes = Parameter("nodes", default=2)

    @step
    def start(self):
        self.shared = "s"
        self.size = min(self.nodes, 5)
        self.next(self.member, num_parallel=self.size)

    @environment(vars={"COLOUR": "blue"})
    @timeout(minutes=5)
    @parallel
    @step
    def member(self):
        self.node = current.parallel.node_index
        self.colour = os.environ["COLOUR"]
        self.facts = (current.parallel.num_nodes, self.shared, self.input, self.index)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.members = [task.node for task in inputs]
        self.facts = [task.facts for task in inputs]
        self.colours = [task.colour for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.members, self.facts)


if __name__ == "__main__":
    GangFromArtifactFlow()
