"""Covers: @resources beside @kubernetes: the larger of each wins, and text counts as a number."""

from metaflow import FlowSpec, kubernetes, resources, step


class ResourcesFlow(FlowSpec):
    @resources(cpu=8, memory=2000, gpu=2)
    @kubernetes(cpu=2, memory=32000, disk=20000, gpu=1)
    @step
    def start(self):
        self.sizes = [1, 2]
        self.next(self.work, foreach="sizes")

    @resources(cpu="0.5", memory="512", shared_memory=128, disk=4000)
    @step
    def work(self):
        self.size = self.input
        self.next(self.join)

    @kubernetes
    @resources(memory=12000)
    @step
    def join(self, inputs):
        self.size = sum(task.size for task in inputs)
        self.next(self.end)

    @resources
    @step
    def end(self):
        print(self.size)


if __name__ == "__main__":
    ResourcesFlow()
