"""Steps, parameters and constants of base classes and mixins in a sibling module."""
# $ run --scale 3

from metaflow import step

from bases import BaseFlow, ReportMixin


class InheritanceFlow(ReportMixin, BaseFlow):
    UNIT = "cm"

    @step
    def measure(self):
        self.length = self.scale * 2
        self.next(self.end)


if __name__ == "__main__":
    InheritanceFlow()
