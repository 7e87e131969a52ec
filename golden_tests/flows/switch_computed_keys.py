"""Covers: constants, negative numbers and expressions as cases. Beyond Metaflow: literals only."""

from metaflow import FlowSpec, step

UP = 1
FLAT = UP - 1
DOWN = -UP
PREFIX = "trend"


class TrendFlow(FlowSpec):
    @step
    def start(self):
        self.change = DOWN
        self.next({UP: self.rise, FLAT: self.stay, -1: self.fall}, condition="change")

    @step
    def rise(self):
        self.word = "up"
        self.next(self.describe)

    @step
    def stay(self):
        self.word = "flat"
        self.next(self.describe)

    @step
    def fall(self):
        self.word = "down"
        self.next(self.describe)

    @step
    def describe(self):
        self.text = f"{PREFIX}: {self.word}"
        self.next(
            {PREFIX + ": up": self.buy, f"{PREFIX}: flat": self.end, "trend: down": self.sell},
            condition="text",
        )

    @step
    def buy(self):
        self.action = "buy"
        self.next(self.end)

    @step
    def sell(self):
        self.action = "sell"
        self.next(self.end)

    @step
    def end(self):
        print(self.text)


if __name__ == "__main__":
    TrendFlow()
