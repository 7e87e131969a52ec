"""A base class is listed before a class that derives from it."""

from metaflow import FlowSpec, step


class Reporting(FlowSpec):
    def report(self, text):
        print(text)


class SlackReporting(Reporting):
    def report(self, text):
        print("slack:", text)


class ChurnFlow(Reporting, SlackReporting):
    @step
    def start(self):
        self.report("started")
        self.next(self.end)

    @step
    def end(self):
        pass
