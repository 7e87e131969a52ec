"""Switches over numbers, truth values and constants; one case twice the same step."""
# $ run --level 3

from metaflow import FlowSpec, Parameter, step


class SwitchValuesFlow(FlowSpec):
    level = Parameter("level", default=1)

    @step
    def start(self):
        self.path = []
        self.next({1: self.low, 2: self.high, 3: self.high}, condition="level")

    @step
    def low(self):
        self.path.append("low")
        self.next(self.weigh)

    @step
    def high(self):
        self.path.append("high")
        self.next(self.weigh)

    @step
    def weigh(self):
        self.weight = 0.5
        self.next({0.5: self.half, 1.0: self.whole}, condition="weight")

    @step
    def half(self):
        self.path.append("half")
        self.next(self.judge)

    @step
    def whole(self):
        self.path.append("whole")
        self.next(self.judge)

    @step
    def judge(self):
        self.good = len(self.path) == 2
        self.next({True: self.end, False: self.repair}, condition="good")

    @step
    def repair(self):
        self.path.append("repair")
        self.next(self.end)

    @step
    def end(self):
        print(self.path)


if __name__ == "__main__":
    SwitchValuesFlow()
