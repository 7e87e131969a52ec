"""Mutators of a flow and of a step, which add decorators that act within the task."""
# $ run --factor 3

from metaflow import FlowSpec, Parameter, step

from changes_of_flows import CatchAll, SetEnvironment


@CatchAll(var="trouble")
class MutatorsFlow(FlowSpec):
    factor = Parameter("factor", default=2)

    @step
    def start(self):
        self.before = 1
        self.next(self.work)

    @SetEnvironment
    @step
    def work(self):
        import os

        self.colour = os.environ.get("COLOUR")
        self.next(self.fails)

    @step
    def fails(self):
        raise RuntimeError("the mutator's catch helps")
        self.next(self.end)

    @step
    def end(self):
        print(self.colour, self.factor, self.trouble.exception)


if __name__ == "__main__":
    MutatorsFlow()
