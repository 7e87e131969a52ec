"""Covers: a foreach whose tasks go through two steps before the join."""

from metaflow import FlowSpec, step


class ThumbnailFlow(FlowSpec):
    @step
    def start(self):
        self.images = ["cat.png", "dog.png", "owl.png", "fox.png"]
        self.next(self.download, foreach="images")

    @step
    def download(self):
        self.name = self.input
        self.size = 100 * (self.index + 1)
        self.next(self.shrink)

    @step
    def shrink(self):
        self.size //= 10
        self.next(self.publish)

    @step
    def publish(self, inputs):
        self.sizes = {task.name: task.size for task in inputs}
        self.next(self.end)

    @step
    def end(self):
        print(self.sizes)


if __name__ == "__main__":
    ThumbnailFlow()
