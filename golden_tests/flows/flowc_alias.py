"""Covers: the API imported from flowc, as a module and by names of the flow's own choice.
Beyond Metaflow, which does not know flowc."""

import flowc as fc
from flowc import FlowSpec as Pipeline
from flowc import Parameter as Option
from flowc import retry as again
from flowc import step as stage


@fc.schedule(hourly=True)
class AliasFlow(Pipeline):
    name_of_user = Option("user", default="nobody")
    limit = fc.Parameter("limit", type=int, default=3)

    @again(times=1)
    @stage
    def start(self):
        self.numbers = list(range(self.limit))
        self.next(self.double, foreach="numbers")

    @fc.resources(cpu=2)
    @fc.step
    def double(self):
        self.result = self.input * 2
        self.next(self.gather)

    @stage
    def gather(self, inputs):
        self.results = [task.result for task in inputs]
        self.next(self.end)

    @fc.step
    def end(self):
        print(self.name_of_user, self.results)


if __name__ == "__main__":
    AliasFlow()
