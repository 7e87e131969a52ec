"""Values that Batch does not take, and one that it takes no notice of."""

from metaflow import FlowSpec, batch, step


class BatchValuesFlow(FlowSpec):
    @batch(iam_role="training", queue="big machines", log_driver="stdout")
    @step
    def start(self):
        self.next(self.end)

    @batch(swappiness=10)
    @step
    def end(self):
        pass
