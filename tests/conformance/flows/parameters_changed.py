"""A step changes the value of a parameter in place, which no other task sees; aliases of imports."""
# $ run

import metaflow as mf
from metaflow import FlowSpec as Base
from metaflow import JSONType, Parameter
from metaflow import step as s


class ParametersChangedFlow(Base):
    options = Parameter("options", default={"a": 1}, type=JSONType)

    @s
    def start(self):
        self.options["b"] = 2
        self.copy = self.options
        self.copy["c"] = 3
        print(self.options)
        self.next(self.left, self.right)

    @s
    def left(self):
        self.total = len(self.options)
        self.next(self.join)

    @mf.retry(times=1, minutes_between_retries=0)
    @mf.step
    def right(self):
        self.total = len(self.copy)
        self.next(self.join)

    @s
    def join(self, inputs):
        self.totals = sorted(task.total for task in inputs)
        self.each = [task.options for task in inputs]
        self.copy = inputs.left.copy
        self.copy["d"] = 4
        print(inputs.left.copy)
        self.next(self.end)

    @s
    def end(self):
        print(self.options, self.copy, self.totals)


if __name__ == "__main__":
    ParametersChangedFlow()
