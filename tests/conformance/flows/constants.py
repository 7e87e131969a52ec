"""What the class defines beside steps: constants, properties, methods, a hidden attribute."""
# $ run

from metaflow import FlowSpec, step


class ConstantsFlow(FlowSpec):
    SIZES = [1, 2, 3]
    rate: float = 0.5
    label = "of the class"

    @property
    def doubled(self):
        return [2 * size for size in self.SIZES]

    @staticmethod
    def add(a, b):
        return a + b

    @classmethod
    def named(cls):
        return cls.__name__

    def total(self):
        return self.add(sum(self.SIZES), self.offset)

    @step
    def start(self):
        self.offset = 10
        self._hidden = "kept, too"
        self.sum = self.total()
        self.next(self.end)

    @step
    def end(self):
        self.seen = self._hidden
        print(self.SIZES, self.rate, self.label, self.doubled, self.named(), self.sum)


if __name__ == "__main__":
    ConstantsFlow()
