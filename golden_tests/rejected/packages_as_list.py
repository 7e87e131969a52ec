"""The packages are a list, as in a requirements file."""

from metaflow import FlowSpec, pypi, step


class ChurnFlow(FlowSpec):
    @pypi(packages=["pandas==2.2.3", "scikit-learn"])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
