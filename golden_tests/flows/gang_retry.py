"""Covers: a gang that is tried again, which on Argo is a template of its own."""

from metaflow import FlowSpec, current, parallel, retry, step


class FinetuneFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=2)

    @retry(times=2, minutes_between_retries=1)
    @parallel
    @step
    def train(self):
        self.rank = current.parallel.node_index
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.ranks = [task.rank for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.ranks)


if __name__ == "__main__":
    FinetuneFlow()
