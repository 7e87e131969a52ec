"""Covers: names of a flow and of steps that are longer than Kubernetes allows, and alike at the
start."""

from metaflow import FlowSpec, step


class CustomerLifetimeValueEstimationWithHierarchicalBayesianRegressionFlow(FlowSpec):
    @step
    def start(self):
        self.next(
            self.estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_month,
            self.estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_year,
        )

    @step
    def estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_month(self):
        self.value = 12
        self.next(self.join)

    @step
    def estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_year(self):
        self.value = 144
        self.next(self.join)

    @step
    def join(self, inputs):
        self.values = [task.value for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.values)


if __name__ == "__main__":
    CustomerLifetimeValueEstimationWithHierarchicalBayesianRegressionFlow()
