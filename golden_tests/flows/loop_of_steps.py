"""Covers: a loop over three steps. Beyond Metaflow, which only has loops of one step."""

from metaflow import FlowSpec, step


class ActiveLearningFlow(FlowSpec):
    @step
    def start(self):
        self.labelled = 10
        self.rounds = 0
        self.next(self.train)

    @step
    def train(self):
        self.accuracy = 1 - 1 / self.labelled
        self.next(self.evaluate)

    @step
    def evaluate(self):
        self.good = self.accuracy > 0.95
        self.next({False: self.label_more, True: self.publish}, condition="good")

    @step
    def label_more(self):
        self.labelled *= 2
        self.rounds += 1
        self.next(self.train)

    @step
    def publish(self):
        self.summary = f"{self.rounds} rounds, accuracy {self.accuracy:.2f}"
        self.next(self.end)

    @step
    def end(self):
        print(self.summary)


if __name__ == "__main__":
    ActiveLearningFlow()
