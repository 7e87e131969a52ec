"""A toleration asks only whether a key exists, and gives it a value."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(
        gpu=1,
        tolerations=[
            {"key": "pool", "operator": "Exists", "value": "gpu", "effect": "NoSchedule"},
        ],
    )
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
