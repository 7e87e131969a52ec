"""An artifact that cannot be pickled fails the step, after its code has run."""
# $ run

from metaflow import FlowSpec, step


class UnpicklableFlow(FlowSpec):
    @step
    def start(self):
        self.fine = 1
        self.next(self.middle)

    @step
    def middle(self):
        print("the code runs")
        self.generator = (n for n in range(3))
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    UnpicklableFlow()
