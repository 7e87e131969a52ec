"""Covers: a foreach over a parameter, and one over a constant of the class, in a row."""

from metaflow import FlowSpec, Parameter, step


class NotifyFlow(FlowSpec):
    CHANNELS = ["mail", "chat"]
    people = Parameter("people", default="ann,bob", separator=",")

    @step
    def start(self):
        self.next(self.greet, foreach="people")

    @step
    def greet(self):
        self.greeting = f"hello {self.input}"
        self.next(self.collect)

    @step
    def collect(self, inputs):
        self.greetings = [task.greeting for task in inputs]
        self.next(self.fan_out)

    @step
    def fan_out(self):
        self.next(self.send, foreach="CHANNELS")

    @step
    def send(self):
        self.sent = [f"{self.input}: {greeting}" for greeting in self.greetings]
        self.next(self.count)

    @step
    def count(self, inputs):
        self.total = sum(len(task.sent) for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.total, "messages")


if __name__ == "__main__":
    NotifyFlow()
