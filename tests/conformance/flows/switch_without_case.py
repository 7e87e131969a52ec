"""A value that no case of the switch has fails the step."""
# $ run

from metaflow import FlowSpec, step


class SwitchWithoutCaseFlow(FlowSpec):
    @step
    def start(self):
        self.kind = "neither" if hasattr(self, "start") else "one"
        self.next({"one": self.one, "two": self.two}, condition="kind")

    @step
    def one(self):
        self.next(self.end)

    @step
    def two(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    SwitchWithoutCaseFlow()
