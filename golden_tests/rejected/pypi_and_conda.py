"""A step gets packages from PyPI, the flow gives it others from Conda."""

from metaflow import FlowSpec, conda_base, pypi, step


@conda_base(packages={"pandas": "2.2.3"})
class ChurnFlow(FlowSpec):
    @pypi(packages={"lightgbm": "4.5.0"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
