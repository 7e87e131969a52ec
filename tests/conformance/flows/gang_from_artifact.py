"""A gang whose size an artifact gives, on a flow with a parameter."""
# $ run --nodes 3

from metaflow import FlowSpec, Parameter, current, parallel, step


class GangFromArtifactFlow(FlowSpec):
    nodes = Parameter("nodes", default=2)

    @step
    def start(self):
        self.shared = "s"
        self.size = min(self.nodes, 5)
        self.next(self.member, num_parallel=self.size)

    @parallel
    @step
    def member(self):
        self.node = current.parallel.node_index
        self.facts = (current.parallel.num_nodes, self.shared, self.input, self.index)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.members = [task.node for task in inputs]
        self.facts = [task.facts for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.members, self.facts)


if __name__ == "__main__":
    GangFromArtifactFlow()
