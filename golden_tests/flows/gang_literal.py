"""Covers: four tasks that run at the same time and meet."""

from metaflow import FlowSpec, current, parallel, step


class AllReduceFlow(FlowSpec):
    @step
    def start(self):
        self.vector = list(range(8))
        self.next(self.reduce, num_parallel=4)

    @parallel
    @step
    def reduce(self):
        index, size = current.parallel.node_index, current.parallel.num_nodes
        self.part = sum(self.vector[index::size])
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.total = sum(task.part for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print("the sum is", self.total)


if __name__ == "__main__":
    AllReduceFlow()
