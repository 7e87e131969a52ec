"""An image depends on whether a package can be imported."""

from metaflow import FlowSpec, kubernetes, step

try:
    import torch

    IMAGE = f"pytorch/pytorch:{torch.__version__}"
except ImportError:
    IMAGE = "python:3.12"


class ChurnFlow(FlowSpec):
    @kubernetes(image=IMAGE)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
