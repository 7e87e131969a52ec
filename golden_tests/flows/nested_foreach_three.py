"""Covers: foreach three levels deep, the middle one joined in two steps."""

from metaflow import FlowSpec, step


class StoreForecastFlow(FlowSpec):
    @step
    def start(self):
        self.regions = ["north", "south"]
        self.next(self.region, foreach="regions")

    @step
    def region(self):
        self.region_name = self.input
        self.stores = [f"{self.input}-{n}" for n in range(2)]
        self.next(self.store, foreach="stores")

    @step
    def store(self):
        self.store_name = self.input
        self.products = ["milk", "bread"]
        self.next(self.forecast, foreach="products")

    @step
    def forecast(self):
        self.place = [item for _, _, item in self.foreach_stack()]
        self.demand = len(self.input) * (self.index + 1)
        self.next(self.join_products)

    @step
    def join_products(self, inputs):
        self.demand = sum(task.demand for task in inputs)
        self.next(self.join_stores)

    @step
    def join_stores(self, inputs):
        self.demand = sum(task.demand for task in inputs)
        self.next(self.round_up)

    @step
    def round_up(self):
        self.demand = -(-self.demand // 10) * 10
        self.next(self.join_regions)

    @step
    def join_regions(self, inputs):
        self.demand = sum(task.demand for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print("order", self.demand, "units")


if __name__ == "__main__":
    StoreForecastFlow()
