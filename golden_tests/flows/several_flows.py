"""Covers: two flows in a file, one derived from the other; the one that is started is meant."""

from metaflow import FlowSpec, Parameter, step


class ReportFlow(FlowSpec):
    title = Parameter("title", default="sales")

    @step
    def start(self):
        self.lines = [self.title]
        self.next(self.end)

    @step
    def end(self):
        print(self.lines)


class LongReportFlow(ReportFlow):
    pages = Parameter("pages", type=int, default=2)

    @step
    def start(self):
        self.lines = [f"{self.title}, page {page}" for page in range(self.pages)]
        self.next(self.end)


if __name__ == "__main__":
    LongReportFlow()
