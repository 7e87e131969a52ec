"""Packages that nobody has looked up yet; two steps share them."""

from metaflow import FlowSpec, pypi, step


class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train)

    @pypi(packages={"pandas": "2.2.2"})
    @step
    def train(self):
        self.next(self.end)

    @pypi(packages={"pandas": "==2.2.2"})
    @step
    def end(self):
        pass
