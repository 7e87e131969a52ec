"""A gang for each item of a foreach."""
# $ run

from metaflow import FlowSpec, current, parallel, step


class GangInForeachFlow(FlowSpec):
    @step
    def start(self):
        self.items = ["a", "b"]
        self.next(self.many, foreach="items")

    @step
    def many(self):
        self.letter = self.input
        self.next(self.member, num_parallel=2)

    @parallel
    @step
    def member(self):
        self.seen = (self.letter, current.parallel.node_index, current.parallel.num_nodes)
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.members = [task.seen for task in inputs]
        self.next(self.join)

    @step
    def join(self, inputs):
        self.gangs = [task.members for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.gangs)


if __name__ == "__main__":
    GangInForeachFlow()
