"""Covers: several cards on a step, with types, ids, options and timeouts."""

from metaflow import FlowSpec, card, step

DOC = {"title": "Training report"}


class CardFlow(FlowSpec):
    @card
    @step
    def start(self):
        self.loss = [1.0, 0.5, 0.25]
        self.next(self.train)

    @card(type="blank", id="curve", timeout=120, save_errors=False)
    @card(type="blank", id="details", options={**DOC, "depth": 2}, refresh_interval=10)
    @step
    def train(self):
        self.best = min(self.loss)
        self.next(self.end)

    @card(type="default", options={"only_repr": True}, customize=True)
    @step
    def end(self):
        print(self.best)


if __name__ == "__main__":
    CardFlow()
