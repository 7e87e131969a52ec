"""`separator` is given to a parameter that is a number."""

from metaflow import FlowSpec, Parameter, step


class ChurnFlow(FlowSpec):
    folds = Parameter("folds", type=int, default=5, separator=",")

    @step
    def start(self):
        print(self.folds)
        self.next(self.end)

    @step
    def end(self):
        pass
