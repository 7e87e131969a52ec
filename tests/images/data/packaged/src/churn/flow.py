from metaflow import FlowSpec, exit_hook, pypi, step

from churn import features
from churn.tables import read_weights


def announce(run):
    from pathlib import Path

    print("hook in", Path(".").resolve().name)


@exit_hook(on_success=[announce])
class ChurnFlow(FlowSpec):
    @step
    def start(self):
        self.weights = read_weights()
        self.next(self.score, foreach="weights")

    @pypi(packages={"humanize": "4.9.0"})
    @step
    def score(self):
        import humanize

        self.text = humanize.intcomma(features.scaled(self.input))
        self.next(self.join)

    @step
    def join(self, inputs):
        self.texts = [each.text for each in inputs]
        self.next(self.end)

    @step
    def end(self):
        print("scores", self.texts)
