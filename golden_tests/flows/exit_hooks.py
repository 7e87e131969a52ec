"""Covers: functions that run when a run is over, by success and by failure."""

from metaflow import FlowSpec, exit_hook, step


def announce(run):
    print("it worked")


def page_someone(run):
    print("it failed")


@exit_hook(on_success=[announce, "count_success"], on_error=[page_someone])
@exit_hook(on_error=["page_someone"], options={"image": "python:3.12-alpine"})
class HookedFlow(FlowSpec):
    @step
    def start(self):
        self.done = True
        self.next(self.end)

    @step
    def end(self):
        print(self.done)


def count_success():
    print("one more")


if __name__ == "__main__":
    HookedFlow()
