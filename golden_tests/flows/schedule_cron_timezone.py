"""Covers: a cron expression of five fields, in a time zone."""

from metaflow import FlowSpec, Parameter, schedule, step


@schedule(cron="30 6 1,15 * *", timezone="Europe/Helsinki")
class PayrollFlow(FlowSpec):
    factor = Parameter("factor", default=1.5)

    @step
    def start(self):
        self.paid = 100 * self.factor
        self.next(self.end)

    @step
    def end(self):
        print(self.paid)


if __name__ == "__main__":
    PayrollFlow()
