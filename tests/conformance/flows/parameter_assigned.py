"""A step that assigns to a parameter fails."""
# $ run

from metaflow import FlowSpec, Parameter, step


class ParameterAssignedFlow(FlowSpec):
    epochs = Parameter("epochs", type=int, default=10)

    @step
    def start(self):
        self.before = True
        for name in ("epochs",):  # so that no compiler sees it coming
            setattr(self, name, 11)
        self.next(self.end)

    @step
    def end(self):
        print(self.epochs)


if __name__ == "__main__":
    ParameterAssignedFlow()
