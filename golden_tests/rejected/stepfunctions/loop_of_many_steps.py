"""Loop of many steps."""

from metaflow import FlowSpec, step


class LongLoopFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.s00)

    @step
    def s00(self):
        self.next(self.s01)

    @step
    def s01(self):
        self.next(self.s02)

    @step
    def s02(self):
        self.next(self.s03)

    @step
    def s03(self):
        self.next(self.s04)

    @step
    def s04(self):
        self.next(self.s05)

    @step
    def s05(self):
        self.next(self.s06)

    @step
    def s06(self):
        self.next(self.s07)

    @step
    def s07(self):
        self.next(self.s08)

    @step
    def s08(self):
        self.next(self.s09)

    @step
    def s09(self):
        self.again = "no"
        self.next({"yes": self.s00, "no": self.end}, condition="again")

    @step
    def end(self):
        pass
