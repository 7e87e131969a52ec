"""Covers: a loop with two ways out that meet later."""

from metaflow import FlowSpec, step


class NegotiateFlow(FlowSpec):
    @step
    def start(self):
        self.offer = 100
        self.limit = 130
        self.next(self.bargain)

    @step
    def bargain(self):
        self.offer += 10
        if self.offer > self.limit:
            self.state = "broken"
        elif self.offer >= 125:
            self.state = "agreed"
        else:
            self.state = "open"
        self.next(
            {"open": self.bargain, "agreed": self.sign, "broken": self.walk_away},
            condition="state",
        )

    @step
    def sign(self):
        self.price = self.offer
        self.next(self.file)

    @step
    def walk_away(self):
        self.price = None
        self.next(self.file)

    @step
    def file(self):
        self.record = {"state": self.state, "price": self.price}
        self.next(self.end)

    @step
    def end(self):
        print(self.record)


if __name__ == "__main__":
    NegotiateFlow()
