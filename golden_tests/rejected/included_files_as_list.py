"""An included file is a list of files."""

from metaflow import FlowSpec, IncludeFile, step


class ChurnFlow(FlowSpec):
    rows = IncludeFile("rows", default=["rows.csv", "labels.csv"])

    @step
    def start(self):
        print(len(self.rows))
        self.next(self.end)

    @step
    def end(self):
        pass
