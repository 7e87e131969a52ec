"""Foreachs over values of each kind, some of them none that can be gone over."""
# case list
# $ ITEMS=list run --max-workers 1
# case tuple
# $ ITEMS=tuple run --max-workers 1
# case range
# $ ITEMS=range run --max-workers 1
# case dict
# $ ITEMS=dict run --max-workers 1
# case str
# $ ITEMS=str run --max-workers 1
# case bytes
# $ ITEMS=bytes run --max-workers 1
# case set
# $ ITEMS=set run --max-workers 1
# case empty
# $ ITEMS=empty run --max-workers 1
# case mixed
# $ ITEMS=mixed run --max-workers 1
# case generator
# $ ITEMS=generator run --max-workers 1
# case none
# $ ITEMS=none run --max-workers 1
# case number
# $ ITEMS=number run --max-workers 1

import os

from metaflow import FlowSpec, step

VALUES = {
    "list": lambda: [3, 1],
    "tuple": lambda: ("a", None),
    "range": lambda: range(2),
    "dict": lambda: {0: "zero", 1: "one"},
    "str": lambda: "xyz",
    "bytes": lambda: b"ab",
    "set": lambda: {"one", "two"},
    "empty": lambda: [],
    "mixed": lambda: [[1, 2], {"k": "v"}, "x" * 500, 2.5],
    "generator": lambda: (n for n in range(3)),
    "none": lambda: None,
    "number": lambda: 5,
}


class ForeachOverFlow(FlowSpec):
    @step
    def start(self):
        self.items = VALUES[os.environ["ITEMS"]]()
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.got = self.input
        print(self.index, repr(self.input)[:20], type(self.input).__name__)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.all = [task.got for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(len(self.all))


if __name__ == "__main__":
    ForeachOverFlow()
