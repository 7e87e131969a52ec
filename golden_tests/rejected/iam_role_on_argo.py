"""An IAM role of AWS Batch is asked of Kubernetes."""

from metaflow import FlowSpec, batch, step


class ChurnFlow(FlowSpec):
    @batch(memory=16000, iam_role="arn:aws:iam::123456789012:role/train")
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
