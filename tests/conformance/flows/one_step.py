"""A flow of one step."""
# $ run --days 3

from metaflow import FlowSpec, Parameter, step


class OneStepFlow(FlowSpec):
    days = Parameter("days", default=30)

    @step(start=True, end=True)
    def clean(self):
        self.dropped = [day for day in range(5) if day > self.days]
        print("dropped", self.dropped)


if __name__ == "__main__":
    OneStepFlow()
