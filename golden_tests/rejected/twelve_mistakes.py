"""Twelve mistakes of different kinds, each reported once and at its own line."""

import os

from metaflow import FlowSpec, Parameter, resources, retry, schedule, step, timeout


@schedule(cron="0 25 * * *")  # FC605
class TwelveMistakes(FlowSpec):
    rows = Parameter("rows", type=list)  # FC305
    Alpha = Parameter("alpha", default=1)
    alpha_again = Parameter("Alpha", default=2)  # FC303

    @step
    def start(self):
        self.items = [1, 2, 3]
        self.next(self.train, foreach=self.items)  # FC112

    @resources(gpus=1)  # FC205
    @step
    def train(self):
        self.score = self.input
        self.next(self.join)

    @resources(memory="16Gx")  # FC602
    @step
    def join(self, inputs):
        print(self.score)  # FC503
        self.next(self.check)

    @retry(times="often")  # FC603
    @step
    def check(self):
        self.report = self.scores  # FC500
        self.next(self.publsh)  # FC130

    @timeout(minutes=int(os.environ["LIMIT"]))  # FC420
    @step
    def publish(self):
        self.next(self.end)

    @step
    def end(self, left, right):  # FC103
        pass
