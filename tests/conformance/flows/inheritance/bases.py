from metaflow import FlowSpec, Parameter, step


class ReportMixin:
    UNIT = "m"

    def report(self):
        return f"{self.length} {self.UNIT}"


class BaseFlow(FlowSpec):
    scale = Parameter("scale", default=1)
    ORIGIN = (0, 0)

    @step
    def start(self):
        print("from", self.ORIGIN)
        self.next(self.measure)

    @step
    def end(self):
        self.text = self.report()
        print(self.text)
