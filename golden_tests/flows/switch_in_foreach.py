"""Covers: a switch in each task of a foreach, merged before the join."""

from metaflow import FlowSpec, step


class TriageFlow(FlowSpec):
    @step
    def start(self):
        self.tickets = ["invoice is wrong", "site is down", "how to log in"]
        self.next(self.classify, foreach="tickets")

    @step
    def classify(self):
        self.ticket = self.input
        self.urgent = "yes" if "down" in self.ticket else "no"
        self.next({"yes": self.page_someone, "no": self.enqueue}, condition="urgent")

    @step
    def page_someone(self):
        self.wait_minutes = 0
        self.next(self.answer)

    @step
    def enqueue(self):
        self.wait_minutes = 60
        self.next(self.answer)

    @step
    def answer(self):
        self.reply = f"{self.ticket}: in {self.wait_minutes} minutes"
        self.next(self.join)

    @step
    def join(self, inputs):
        self.replies = [task.reply for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print("\n".join(self.replies))


if __name__ == "__main__":
    TriageFlow()
