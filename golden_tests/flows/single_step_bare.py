"""Covers: a flow of one step without any mark, under a name of its own."""

from metaflow import FlowSpec, step


class PingFlow(FlowSpec):
    @step
    def ping(self):
        self.answer = "pong"
        print(self.answer)


if __name__ == "__main__":
    PingFlow()
