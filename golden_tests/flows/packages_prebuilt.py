"""Covers: PyPI packages in images that were built ahead, beside a conda environment."""

from metaflow import FlowSpec, conda, kubernetes, pypi, step


class PrebuiltFlow(FlowSpec):
    @step
    def start(self):
        self.rows = 10
        self.next(self.train)

    @kubernetes(image="registry.example.com/train:7")
    @pypi(python="3.12", packages={"tomli": ">=2,<3", "six": "==1.16.0"})
    @step
    def train(self):
        self.score = 0.9
        self.next(self.end)

    @conda(python="3.12", packages={"numpy": "1.26.4", "pandas": "2.2.2"})
    @step
    def end(self):
        print(self.rows, self.score)


if __name__ == "__main__":
    PrebuiltFlow()
