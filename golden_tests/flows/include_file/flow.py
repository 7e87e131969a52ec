"""Covers: files that travel with a run, as text and as bytes."""

from metaflow import FlowSpec, IncludeFile, step


class IncludeFlow(FlowSpec):
    query = IncludeFile("query", default="query.sql", help="What to ask", encoding="utf-8")
    raw = IncludeFile("raw", is_text=False, default="query.sql")
    notes = IncludeFile("notes", required=False)

    @step
    def start(self):
        self.lines = self.query.splitlines()
        self.size = len(self.raw)
        self.next(self.end)

    @step
    def end(self):
        print(self.lines, self.size, self.notes)


if __name__ == "__main__":
    IncludeFlow()
