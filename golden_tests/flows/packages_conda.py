"""Covers: conda packages of the flow and of a step, with the old spelling and a channel."""

from metaflow import FlowSpec, conda, conda_base, step


@conda_base(python="3.12", libraries={"numpy": "1.26.4"}, packages={"pandas": "2.2.2"})
class CondaFlow(FlowSpec):
    @step
    def start(self):
        self.rows = 10
        self.next(self.train)

    @conda(packages={"conda-forge::xgboost": "2.0.3"}, libraries={"joblib": ">=1.3"})
    @step
    def train(self):
        self.score = 0.9
        self.next(self.end)

    @conda(disabled=True)
    @step
    def end(self):
        print(self.rows, self.score)


if __name__ == "__main__":
    CondaFlow()
