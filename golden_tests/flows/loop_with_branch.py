"""Covers: branches in each turn of a loop, and a way out in the middle of it. Beyond Metaflow."""

from metaflow import FlowSpec, step


class DebateFlow(FlowSpec):
    @step
    def start(self):
        self.turn = 0
        self.arguments = []
        self.next(self.open_turn)

    @step
    def open_turn(self):
        self.turn += 1
        self.over = self.turn > 2
        self.next({True: self.judge, False: self.speak}, condition="over")

    @step
    def speak(self):
        self.next(self.argue_for, self.argue_against)

    @step
    def argue_for(self):
        self.argument = f"for, turn {self.turn}"
        self.next(self.listen)

    @step
    def argue_against(self):
        self.argument = f"against, turn {self.turn}"
        self.next(self.listen)

    @step
    def listen(self, inputs):
        self.merge_artifacts(inputs, include=["turn"])
        self.arguments = inputs.argue_for.arguments + [side.argument for side in inputs]
        self.next(self.open_turn)

    @step
    def judge(self):
        self.verdict = f"{len(self.arguments)} arguments, no winner"
        self.next(self.end)

    @step
    def end(self):
        print(self.verdict)


if __name__ == "__main__":
    DebateFlow()
