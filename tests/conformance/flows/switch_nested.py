"""A switch in an arm of a switch, in each task of a foreach."""
# $ run

from metaflow import FlowSpec, step


class SwitchNestedFlow(FlowSpec):
    @step
    def start(self):
        self.items = [0, 1, 2]
        self.next(self.outer, foreach="items")

    @step
    def outer(self):
        self.small = self.input < 2
        self.next({True: self.inner, False: self.large}, condition="small")

    @step
    def inner(self):
        self.zero = "yes" if self.input == 0 else "no"
        self.next({"yes": self.nothing, "no": self.something}, condition="zero")

    @step
    def nothing(self):
        self.word = "nothing"
        self.next(self.meet)

    @step
    def something(self):
        self.word = "something"
        self.next(self.meet)

    @step
    def large(self):
        self.word = "large"
        self.next(self.meet)

    @step
    def meet(self):
        print(self.word)
        self.next(self.join)

    @step
    def join(self, inputs):
        self.words = [task.word for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.words)


if __name__ == "__main__":
    SwitchNestedFlow()
