"""Hooks for either end, of which one fails."""

from metaflow import FlowSpec, Parameter, exit_hook, step


def broken():
    raise ValueError("a hook that fails")


def glad(run):
    print("glad about", run.data.mood, run.successful)


def sad(run):
    print("sad about", run["start"].task.data.mood, run.successful)


@exit_hook(on_success=[broken, glad], on_error=[broken, sad])
class HookedFlow(FlowSpec):
    fail = Parameter("fail", default=False)

    @step
    def start(self):
        self.mood = "this 'n' that"
        self.next(self.end)

    @step
    def end(self):
        if self.fail:
            raise RuntimeError("as it was told")


if __name__ == "__main__":
    HookedFlow()
