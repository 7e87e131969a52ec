"""A loop of 20 turns, of one step that chooses itself."""

from metaflow import FlowSpec, step


class TurnsFlow(FlowSpec):
    @step
    def start(self):
        self.turns = []
        self.next(self.turn)

    @step
    def turn(self):
        self.turns = [*self.turns, len(self.turns)]
        self.choice = "over" if len(self.turns) == 20 else "again"
        self.next({"again": self.turn, "over": self.end}, condition="choice")

    @step
    def end(self):
        pass


if __name__ == "__main__":
    TurnsFlow()
