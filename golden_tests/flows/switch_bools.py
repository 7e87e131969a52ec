"""Covers: a switch over True and False."""

from metaflow import FlowSpec, step


class GateFlow(FlowSpec):
    @step
    def start(self):
        self.accuracy = 0.93
        self.good_enough = self.accuracy > 0.9
        self.next({True: self.deploy, False: self.reject}, condition="good_enough")

    @step
    def deploy(self):
        self.state = "deployed"
        self.next(self.end)

    @step
    def reject(self):
        self.state = "rejected"
        self.next(self.end)

    @step
    def end(self):
        print("the model is", self.state)


if __name__ == "__main__":
    GateFlow()
