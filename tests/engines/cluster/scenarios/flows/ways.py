"""Items of a foreach that a switch sends along ways of different length."""

from metaflow import FlowSpec, step


class WaysFlow(FlowSpec):
    @step
    def start(self):
        self.ways = ["none", "one", "many"]
        self.next(self.choose, foreach="ways")

    @step
    def choose(self):
        self.way = self.input
        self.been = []
        self.next({"none": self.meet, "one": self.short, "many": self.split}, condition="way")

    @step
    def short(self):
        self.been = ["short"]
        self.next(self.meet)

    @step
    def split(self):
        self.parts = ["x", "y"]
        self.next(self.part, foreach="parts")

    @step
    def part(self):
        self.own = self.input
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.been = [one.own for one in inputs]
        self.next(self.meet)

    @step
    def meet(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.been = [one.been for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    WaysFlow()
