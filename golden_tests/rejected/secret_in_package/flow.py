from metaflow import FlowSpec, step

from model import train


class SecretFlow(FlowSpec):
    @step
    def start(self):
        self.score = train()
        self.next(self.end)

    @step
    def end(self):
        print(self.score)
