"""An artifact that cannot be pickled is no exception of the step, until the fallback of `@catch`."""
# $ run

from metaflow import FlowSpec, catch, step


class UnpicklableCaughtFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.middle)

    @catch(var="failure", print_exception=False)
    @step
    def middle(self):
        print("the code runs")
        self.function = lambda: 1
        self.next(self.end)

    @step
    def end(self):
        print("caught:", bool(self.failure))


if __name__ == "__main__":
    UnpicklableCaughtFlow()
