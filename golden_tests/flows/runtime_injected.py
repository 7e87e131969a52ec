"""Covers: the runtime copied into a volume by an init container, of steps and of exit hooks."""

from metaflow import FlowSpec, exit_hook, kubernetes, step


def announce(run):
    print("it worked")


@exit_hook(on_success=[announce])
class InjectedFlow(FlowSpec):
    @kubernetes(image="ghcr.io/acme/torch:2.9", qos="guaranteed", tmpfs_size=256)
    @step
    def start(self):
        self.done = True
        self.next(self.end)

    @step
    def end(self):
        print(self.done)


if __name__ == "__main__":
    InjectedFlow()
