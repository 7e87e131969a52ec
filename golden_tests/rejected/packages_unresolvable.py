"""Packages and a Python that no package manager can look for."""

from metaflow import FlowSpec, pypi, step


class ChurnFlow(FlowSpec):
    @pypi(packages={"flow-utils": "git+https://github.com/example/flow-utils"})
    @step
    def start(self):
        self.next(self.train)

    @pypi(packages={"pandas": "2.2.2; sys_platform == 'linux'"})
    @step
    def train(self):
        self.next(self.end)

    @pypi(python=">=3.8", packages={"numpy": "1.26.4"})
    @step
    def end(self):
        pass
