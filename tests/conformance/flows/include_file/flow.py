"""Files that become parameters: text and bytes, by default and by the command line."""
# $ run --given other.txt

from metaflow import FlowSpec, IncludeFile, step


class IncludeFileFlow(FlowSpec):
    query = IncludeFile("query", default="query.sql")
    weights = IncludeFile("weights", default="weights.bin", is_text=False)
    latin = IncludeFile("latin", default="latin.txt", encoding="latin-1")
    given = IncludeFile("given", required=True)
    absent = IncludeFile("absent")

    @step
    def start(self):
        self.length = len(self.weights)
        self.next(self.end)

    @step
    def end(self):
        print(self.query, self.weights[:4], self.latin, self.given, self.absent)


if __name__ == "__main__":
    IncludeFileFlow()
