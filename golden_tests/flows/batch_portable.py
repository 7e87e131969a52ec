"""Covers: the arguments of @batch that mean the same on Kubernetes."""

from metaflow import FlowSpec, batch, resources, step


class BatchFlow(FlowSpec):
    @batch(
        cpu=2,
        memory=8000,
        gpu=1,
        image="python:3.12",
        shared_memory=512,
        use_tmpfs=True,
        tmpfs_size=256,
        tmpfs_path="/scratch",
        tmpfs_tempdir=True,
    )
    @step
    def start(self):
        self.rows = [1, 2, 3]
        self.next(self.add)

    @resources(cpu=4, memory=1000)
    @batch(memory=6000)
    @step
    def add(self):
        self.total = sum(self.rows)
        self.next(self.end)

    @batch
    @step
    def end(self):
        print(self.total)


if __name__ == "__main__":
    BatchFlow()
