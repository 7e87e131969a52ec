"""Covers: a switch over text, two of whose cases lead to the same step."""

from metaflow import FlowSpec, Parameter, step


class RouteFlow(FlowSpec):
    size = Parameter("size", default="medium", help="small, medium, large or huge")

    @step
    def start(self):
        self.plan = self.size
        self.next(
            {
                "small": self.in_memory,
                "medium": self.in_memory,
                "large": self.on_disk,
                "huge": self.on_cluster,
            },
            condition="plan",
        )

    @step
    def in_memory(self):
        self.engine = "pandas"
        self.next(self.run_query)

    @step
    def on_disk(self):
        self.engine = "duckdb"
        self.next(self.run_query)

    @step
    def on_cluster(self):
        self.engine = "spark"
        self.next(self.run_query)

    @step
    def run_query(self):
        self.result = f"{self.plan} query by {self.engine}"
        self.next(self.end)

    @step
    def end(self):
        print(self.result)


if __name__ == "__main__":
    RouteFlow()
