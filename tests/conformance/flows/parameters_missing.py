"""A required parameter that nobody sets: nothing runs."""
# $ run

from metaflow import FlowSpec, Parameter, step


class ParametersMissingFlow(FlowSpec):
    table = Parameter("table", required=True)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.table)


if __name__ == "__main__":
    ParametersMissingFlow()
