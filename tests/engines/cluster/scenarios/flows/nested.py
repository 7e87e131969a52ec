"""Foreachs of 3, of 4 and of 5, each in the one before."""

from metaflow import FlowSpec, step


class NestedFlow(FlowSpec):
    @step
    def start(self):
        self.planes = ["a", "b", "c"]
        self.next(self.plane, foreach="planes")

    @step
    def plane(self):
        self.rows = [self.input + str(row) for row in range(4)]
        self.next(self.row, foreach="rows")

    @step
    def row(self):
        self.cells = [self.input + cell for cell in "vwxyz"]
        self.next(self.cell, foreach="cells")

    @step
    def cell(self):
        self.own = self.input
        self.next(self.join_cells)

    @step
    def join_cells(self, inputs):
        self.names = [one.own for one in inputs]
        self.next(self.join_rows)

    @step
    def join_rows(self, inputs):
        self.names = [name for one in inputs for name in one.names]
        self.next(self.join_planes)

    @step
    def join_planes(self, inputs):
        self.names = " ".join(name for one in inputs for name in one.names)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    NestedFlow()
