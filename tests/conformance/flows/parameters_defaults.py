"""Parameters nobody sets, some with defaults that functions compute."""
# $ run

from metaflow import FlowSpec, JSONType, Parameter, step


def computed(context):
    return "/".join([context.flow_name, context.parameter_name, context.user_name])


def computed_number(context):
    return 7 * 6


class ParametersDefaultsFlow(FlowSpec):
    table = Parameter("table")
    epochs = Parameter("epochs", type=int, default=10)
    half = Parameter("half", default=0.5)
    threshold = Parameter("threshold", type=float, default=1)
    dry_run = Parameter("dry-run", default=True)
    markers = Parameter("markers", default="a,b", separator=",")
    columns = Parameter("columns", type=JSONType, default='{"target": ["y"]}')
    rows = Parameter("rows", type=JSONType, default={"as": "a dict"})
    place = Parameter("place", default=computed)
    answer = Parameter("answer", type=int, default=computed_number)
    shout = Parameter("shout", type=str, default=lambda context: context.flow_name.upper())
    odd = Parameter("odd", default='{{braces}} "quotes" $HOME \\ å')

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.table, self.markers, self.columns, self.place, self.answer, self.shout)


if __name__ == "__main__":
    ParametersDefaultsFlow()
