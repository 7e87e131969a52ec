"""Covers: parameters of all kinds, with defaults that only running the flow can tell."""

from datetime import date

from metaflow import FlowSpec, JSONType, Parameter, step


def this_month(context):
    return date.today().strftime("%Y-%m")


class ParameterFlow(FlowSpec):
    table = Parameter("table", help="Where the rows come from: {{schema.table}}", required=True)
    learning_rate = Parameter("learning-rate", default=0.01, help='It\'s a "rate"')
    epochs = Parameter("epochs", type=int, default=10)
    threshold = Parameter("threshold", type=float, default=1)
    dry_run = Parameter("dry-run", type=bool, default=False, help="Write nothing")
    markers = Parameter("markers", default="a,b", separator=",")
    columns = Parameter("columns", type=JSONType, default='{"target": "y", "drop": []}')
    note = Parameter("note", default=None, show_default=False)
    greeting = Parameter("greeting", default='{{workflow.name}} says: "hyvää päivää"\n')
    month = Parameter("month", default=this_month, help="Computed when the flow is deployed")
    owner = Parameter("owner", type=str, default=lambda context: context.user_name or "nobody")

    @step
    def start(self):
        self.steps_to_take = self.epochs * 2 if not self.dry_run else 0
        self.options = dict(self.columns, rate=self.learning_rate, cut=self.threshold)
        self.next(self.end)

    @step
    def end(self):
        print(self.table, self.steps_to_take, self.options, self.markers, self.note)
        print(self.greeting, self.month, self.owner)


if __name__ == "__main__":
    ParameterFlow()
