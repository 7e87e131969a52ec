"""Attempts of an array job."""

from metaflow import FlowSpec, catch, retry, step


class ArrayAttemptsFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @catch(var="error")
    @retry(times=2)
    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
