"""Wrappers around steps: generators, with and without attributes, and plain functions."""
# $ run

from metaflow import FlowSpec, step

from wrappers import add_artifact, counted, quiet, skip_it, timed


class StepDecoratorsFlow(FlowSpec):
    @timed
    @step
    def start(self):
        self.items = [1, 2]
        print("in start")
        self.next(self.work, foreach="items")

    @add_artifact(name="extra", value=[1])
    @timed
    @step
    def work(self):
        print("in work", getattr(self, "extra", None))
        self.next(self.join)

    @timed
    @step
    def join(self, inputs):
        self.found = [task.extra for task in inputs]
        self.next(self.forgiven)

    @quiet
    @step
    def forgiven(self):
        self.before = 1
        self.next(self.skipped)

    @skip_it
    @step
    def skipped(self):
        self.never = True
        self.next(self.plain)

    @counted
    @step
    def plain(self):
        print("in plain")
        self.next(self.end)

    @step
    def end(self):
        print(self.seen, hasattr(self, "never"), self.calls)


if __name__ == "__main__":
    StepDecoratorsFlow()
