"""Covers: PyPI packages of the flow, of a step beside them, and a step without any."""

from metaflow import FlowSpec, pypi, pypi_base, step


@pypi_base(python="3.12.4", packages={"pandas": "2.2.2", "pyarrow": ">=15,<18"})
class PypiFlow(FlowSpec):
    @step
    def start(self):
        self.rows = 10
        self.next(self.train)

    @pypi(packages={"scikit-learn": "1.5.0", "pandas": "2.1.0", "flow-utils": ""})
    @step
    def train(self):
        self.score = 0.9
        self.next(self.notify)

    @pypi(disabled=True)
    @step
    def notify(self):
        self.sent = True
        self.next(self.end)

    @pypi(python="3.11.9")
    @step
    def end(self):
        print(self.rows, self.score, self.sent)


if __name__ == "__main__":
    PypiFlow()
