"""A member of a gang fails, and the run with it."""
# $ run

from metaflow import FlowSpec, current, parallel, step


class GangFailsFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.member, num_parallel=2)

    @parallel
    @step
    def member(self):
        self.node = current.parallel.node_index
        if self.node == 1:
            raise RuntimeError("member 1")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    GangFailsFlow()
