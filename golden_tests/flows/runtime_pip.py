"""Covers: the runtime installed by pip when a container starts, of steps and of exit hooks."""

from metaflow import FlowSpec, exit_hook, step


def announce(run):
    print("it worked")


@exit_hook(on_success=[announce])
class InstallingFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print("done")


if __name__ == "__main__":
    InstallingFlow()
