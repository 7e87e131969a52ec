"""Covers: a switch over whole numbers, then one over fractions."""

from metaflow import FlowSpec, step


class TierFlow(FlowSpec):
    @step
    def start(self):
        self.tier = 2
        self.next({1: self.bronze, 2: self.silver, 3: self.gold}, condition="tier")

    @step
    def bronze(self):
        self.discount = 0.0
        self.next(self.price)

    @step
    def silver(self):
        self.discount = 0.25
        self.next(self.price)

    @step
    def gold(self):
        self.discount = 0.5
        self.next(self.price)

    @step
    def price(self):
        self.next(
            {0.0: self.full_price, 0.25: self.reduced, 0.5: self.reduced}, condition="discount"
        )

    @step
    def full_price(self):
        self.amount = 100.0
        self.next(self.end)

    @step
    def reduced(self):
        self.amount = 100.0 * (1 - self.discount)
        self.next(self.end)

    @step
    def end(self):
        print("pay", self.amount)


if __name__ == "__main__":
    TierFlow()
