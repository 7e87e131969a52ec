"""Covers: a project without settings, in which two defaults are told of that fit nobody."""

from metaflow import FlowSpec, step


class NewFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print("done")


if __name__ == "__main__":
    NewFlow()
