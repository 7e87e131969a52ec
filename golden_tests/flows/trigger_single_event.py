"""Covers: a flow that starts at one event by its bare name, and also daily."""

from metaflow import FlowSpec, schedule, step, trigger


@trigger(event="sensor.reading")
@schedule
class ReadingFlow(FlowSpec):
    @step
    def start(self):
        self.reading = 21.5
        self.next(self.end)

    @step
    def end(self):
        print(self.reading)


if __name__ == "__main__":
    ReadingFlow()
