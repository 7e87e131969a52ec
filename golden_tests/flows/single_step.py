"""Covers: a flow of one step, which says that it is the first and the last."""

from metaflow import FlowSpec, Parameter, step


class VacuumFlow(FlowSpec):
    days = Parameter("days", default=30, help="How long records are kept")

    @step(start=True, end=True)
    def vacuum(self):
        self.dropped = [day for day in range(60) if day > self.days]
        print("dropped", len(self.dropped), "partitions")


if __name__ == "__main__":
    VacuumFlow()
