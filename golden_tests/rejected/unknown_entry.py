"""A toleration has an entry that Kubernetes spells otherwise."""

from metaflow import FlowSpec, kubernetes, step


class ChurnFlow(FlowSpec):
    @kubernetes(tolerations=[{"key": "gpu", "operator": "Exists", "effects": "NoSchedule"}])
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
