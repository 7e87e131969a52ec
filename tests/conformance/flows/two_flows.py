"""A file with two flows, of which one extends the other."""
# $ run

from metaflow import FlowSpec, step


class CommonFlow(FlowSpec):
    LEVEL = "common"

    @step
    def start(self):
        self.level = self.LEVEL
        self.next(self.end)

    @step
    def end(self):
        print("the common end", self.level)


class TwoFlows(CommonFlow):
    LEVEL = "special"

    @step
    def end(self):
        print("the special end", self.level)


if __name__ == "__main__":
    TwoFlows()
