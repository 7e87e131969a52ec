"""The version of Python is a number, which loses its last zero."""

from metaflow import FlowSpec, pypi, step


class ChurnFlow(FlowSpec):
    @pypi(python=3.10, packages={"pandas": "2.2.3"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
