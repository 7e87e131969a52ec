"""Decorators for schedulers and for clusters change nothing on one machine."""
# $ run

from metaflow import FlowSpec, Parameter, resources, schedule, step, trigger


@schedule(daily=True)
@trigger(event="data_ready")
class DecoratorsWithoutEffectFlow(FlowSpec):
    day = Parameter("day", default="today")

    @resources(cpu=1, memory=64)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.day)


if __name__ == "__main__":
    DecoratorsWithoutEffectFlow()
