"""Covers: a flow whose steps, parameters and helpers come from base classes and mixins."""

from metaflow import Parameter, resources, step

from mixins import Reporting, Timed
from steps.base import BaseFlow


class LocalFlow(Timed, BaseFlow):
    """A base in the flow's own file, between the flow and those of the siblings."""

    unit = "euro"

    @resources(cpu=2)
    @step
    def train(self):
        self.weight = sum(self.rows) * self.rate
        self.next(self.end)


class PricingFlow(LocalFlow, Reporting):
    rate = Parameter("rate", default=0.5)

    @step
    def end(self):
        print(self.report(self.weight), self.unit, self.clock())


if __name__ == "__main__":
    PricingFlow()
