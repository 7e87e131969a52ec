"""A constant that a step changes in place, as every later task sees it."""
# $ run

from metaflow import FlowSpec, step


class ConstantsChangedFlow(FlowSpec):
    SIZES = [1]
    LEVEL = 1

    @step
    def start(self):
        self.SIZES.append(2)
        self.copy = list(self.SIZES)
        self.next(self.end)

    @step
    def end(self):
        print(self.SIZES, self.LEVEL)


if __name__ == "__main__":
    ConstantsChangedFlow()
