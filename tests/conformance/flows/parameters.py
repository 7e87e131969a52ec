"""Parameters of every kind, given on the command line."""
# $ run --table rows --epochs 3 --rate 0.25 --threshold 2 --dry-run true --markers x,y,z --columns '{"a": [1, null]}' --note 'two words: å' --first-day 7

from metaflow import FlowSpec, JSONType, Parameter, step


class ParametersFlow(FlowSpec):
    table = Parameter("table", required=True)
    epochs = Parameter("epochs", type=int, default=10)
    rate = Parameter("rate", default=0.01)
    threshold = Parameter("threshold", type=float, default=1)
    dry_run = Parameter("dry-run", type=bool, default=False)
    markers = Parameter("markers", default="a,b", separator=",")
    columns = Parameter("columns", type=JSONType, default='{"target": "y"}')
    note = Parameter("note", default=None)
    day = Parameter("first-day", type=int, help="Its attribute has another name")

    @step
    def start(self):
        print(self.table, self.epochs, self.rate, self.threshold, self.dry_run)
        self.next(self.end)

    @step
    def end(self):
        self.kinds = [
            type(value).__name__
            for value in (self.rate, self.threshold, self.dry_run, self.markers, self.columns)
        ]
        print(self.markers, self.columns, self.note, self.day)


if __name__ == "__main__":
    ParametersFlow()
