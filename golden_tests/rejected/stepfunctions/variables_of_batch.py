"""Variables of batch."""

from metaflow import FlowSpec, environment, step


class BatchVariablesFlow(FlowSpec):
    @environment(vars={"AWS_BATCH_JOB_ID": "1"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
