"""The name of an environment variable is missing."""

import os

from metaflow import FlowSpec, kubernetes, step

VARIABLES = {"image": None}


class ChurnFlow(FlowSpec):
    @kubernetes(image=os.environ.get(VARIABLES["image"], "python:3.12"))
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
