"""A step that assigns to a constant of the class fails."""
# $ run

from metaflow import FlowSpec, step


class ConstantAssignedFlow(FlowSpec):
    epochs = 10

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
    ConstantAssignedFlow()
