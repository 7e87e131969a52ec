"""Covers: environment variables read while the flow is compiled, which the settings allow."""

import os

from metaflow import FlowSpec, environment, kubernetes, step

IMAGE_TAG = os.environ.get("IMAGE_TAG", "latest")
REGION = os.getenv("REGION", "eu")


class EnvironmentFlow(FlowSpec):
    @kubernetes(image="registry.example.com/train:" + IMAGE_TAG)
    @environment(vars={"REGION": REGION, "STAGE": os.environ.get("STAGE", "dev")})
    @step
    def start(self):
        self.region = os.environ.get("REGION")
        self.next(self.end)

    @kubernetes(namespace=os.getenv("TEAM_NAMESPACE", "default"))
    @step
    def end(self):
        print(self.region)


if __name__ == "__main__":
    EnvironmentFlow()
