"""Covers: PyPI packages of the flow, of a step beside them, and a step without any."""

from metaflow import FlowSpec, pypi, pypi_base, step


@pypi_base(python="3.12.4", packages={"six": "1.16.0", "tomli": ">=2,<3"})
class PypiFlow(FlowSpec):
    @step
    def start(self):
        self.rows = 10
        self.next(self.train)

    @pypi(packages={"iniconfig": "2.0.0", "six": "1.17.0", "Typing_Extensions": ""})
    @step
    def train(self):
        self.score = 0.9
        self.next(self.notify)

    @pypi(disabled=True)
    @step
    def notify(self):
        self.sent = True
        self.next(self.report)

    @step
    def report(self):
        self.text = f"{self.rows} {self.score}"
        self.next(self.end)

    @pypi(python="3.11.9")
    @step
    def end(self):
        print(self.text, self.sent)


if __name__ == "__main__":
    PypiFlow()
