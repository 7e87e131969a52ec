"""Covers: decorators and mutators flowc does not know, from siblings and packages, with and
without arguments; they are left to the runtime."""

from metaflow import FlowSpec, step

from wrappers import AddRetries, logged, traced, with_seed


@AddRetries
class OpaqueFlow(FlowSpec):
    @traced
    @step
    def start(self):
        self.numbers = [3, 1, 2]
        self.next(self.shuffle)

    @with_seed(7)
    @logged
    @step
    def shuffle(self):
        self.numbers = sorted(self.numbers)
        self.next(self.end)

    @step
    def end(self):
        print(self.numbers)


if __name__ == "__main__":
    OpaqueFlow()
