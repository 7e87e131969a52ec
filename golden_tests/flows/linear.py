"""Covers: steps in a line."""

from metaflow import FlowSpec, step


class LinearFlow(FlowSpec):
    """Reads some numbers and sums them up."""

    @step
    def start(self):
        self.numbers = [3, 1, 4, 1, 5]
        self.next(self.clean)

    @step
    def clean(self):
        """Each number once, in order."""
        self.numbers = sorted(set(self.numbers))
        self.next(self.add_up)

    @step
    def add_up(self):
        self.total = sum(self.numbers)
        self.next(self.end)

    @step
    def end(self):
        print("the total is", self.total)


if __name__ == "__main__":
    LinearFlow()
