"""Covers: a gang whose size is only known when the flow runs."""

from metaflow import FlowSpec, Parameter, current, parallel, step


class SimulationFlow(FlowSpec):
    nodes = Parameter("nodes", type=int, default=3)

    @step
    def start(self):
        self.size = min(self.nodes, 5)
        self.next(self.simulate, num_parallel=self.size)

    @parallel
    @step
    def simulate(self):
        self.node = current.parallel.node_index
        self.next(self.join)

    @step
    def join(self, inputs):
        self.members = sorted(task.node for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.members)


if __name__ == "__main__":
    SimulationFlow()
