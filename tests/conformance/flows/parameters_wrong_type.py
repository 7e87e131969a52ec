"""A parameter whose text is no number: nothing runs."""
# $ run --epochs many

from metaflow import FlowSpec, Parameter, step


class ParametersWrongTypeFlow(FlowSpec):
    epochs = Parameter("epochs", type=int, default=10)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.epochs)


if __name__ == "__main__":
    ParametersWrongTypeFlow()
