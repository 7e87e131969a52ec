from metaflow import FlowSpec, Parameter, step, timeout


class HiddenDecoratorFlow(FlowSpec):
    timeout = Parameter("timeout", default=5)

    @step
    def start(self):
        self.next(self.step)

    @timeout(minutes=5)
    @step
    def step(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.timeout)
