"""Covers: a flow that names nothing of its platform; all of it comes from the settings."""

from metaflow import FlowSpec, kubernetes, project, resources, schedule, step


@project(name="pricing")
@schedule(daily=True)
class PlatformFlow(FlowSpec):
    @step
    def start(self):
        self.prices = [1, 2, 3]
        self.next(self.train)

    @resources(gpu=1, memory=16000)
    @kubernetes(labels={"team": "pricing"}, node_selector={"zone": "a"})
    @step
    def train(self):
        self.weight = sum(self.prices)
        self.next(self.end)

    @kubernetes(image="python:3.13", service_account="publisher", namespace="pricing")
    @step
    def end(self):
        print(self.weight)


if __name__ == "__main__":
    PlatformFlow()
