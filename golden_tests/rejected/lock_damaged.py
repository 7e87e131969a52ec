"""A lock that somebody edited by hand."""

from metaflow import FlowSpec, pypi, step


class ChurnFlow(FlowSpec):
    @pypi(packages={"six": "1.16.0"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
