"""Covers: a gang whose size is a constant of the module, on GPUs, inside a foreach."""

from metaflow import FlowSpec, current, kubernetes, parallel, step

WORKERS = 2
GPUS_PER_WORKER = 8


class PretrainFlow(FlowSpec):
    @step
    def start(self):
        self.seeds = [1, 2]
        self.next(self.prepare, foreach="seeds")

    @step
    def prepare(self):
        self.seed = self.input
        self.next(self.train, num_parallel=WORKERS)

    @kubernetes(
        cpu=32,
        memory=256000,
        gpu=GPUS_PER_WORKER,
        shared_memory=65536,
        port=29500,
        hostname_resolution_timeout=300,
    )
    @parallel
    @step
    def train(self):
        self.rank = current.parallel.node_index
        self.loss = 1 / (self.seed + self.rank)
        self.next(self.join_workers)

    @step
    def join_workers(self, inputs):
        self.seed = inputs[0].seed
        self.loss = min(task.loss for task in inputs)
        self.next(self.join_seeds)

    @step
    def join_seeds(self, inputs):
        self.losses = {task.seed: task.loss for task in inputs}
        self.next(self.end)

    @step
    def end(self):
        print(self.losses)


if __name__ == "__main__":
    PretrainFlow()
