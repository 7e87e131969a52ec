"""`@catch` guards the step that lists the items."""

from metaflow import FlowSpec, catch, step


class ChurnFlow(FlowSpec):
    @catch(var="failure")
    @step
    def start(self):
        self.regions = open("regions.txt").read().split()
        self.next(self.train, foreach="regions")

    @step
    def train(self):
        self.model = self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.models = [i.model for i in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.models)
