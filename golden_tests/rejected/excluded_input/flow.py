from metaflow import FlowSpec, IncludeFile, step


class ReportFlow(FlowSpec):
    query = IncludeFile("query", default="query.sql")

    @step
    def start(self):
        self.lines = self.query.splitlines()
        self.next(self.end)

    @step
    def end(self):
        print(self.lines)
