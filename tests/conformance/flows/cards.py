"""Cards are made and change nothing else."""
# $ run

from metaflow import FlowSpec, card, current, step
from metaflow.cards import Markdown, Table


class CardsFlow(FlowSpec):
    @card
    @step
    def start(self):
        current.card.append(Markdown("# Title"))
        current.card.append(Table([[1, "å"]], headers=["n", "t"]))
        self.value = 1
        self.next(self.end)

    @card(type="blank", id="one")
    @card(type="blank", id="two")
    @step
    def end(self):
        current.card["one"].append(Markdown("one"))
        current.card["two"].extend([Markdown("two"), Markdown("three")])
        print("cards", self.value)


if __name__ == "__main__":
    CardsFlow()
