"""Covers: retries, timeouts and caught failures, alone and together, also in a foreach."""

from metaflow import FlowSpec, catch, current, retry, step, timeout


class FailuresFlow(FlowSpec):
    @retry
    @step
    def start(self):
        self.inputs_to_try = [4, 2, 0]
        self.next(self.divide, foreach="inputs_to_try")

    @catch(var="failure", print_exception=False)
    @retry(times=1, minutes_between_retries=0)
    @timeout(minutes=2, seconds=30)
    @step
    def divide(self):
        self.quotient = 100 / self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.quotients = [task.quotient for task in inputs if not task.failure]
        self.next(self.flaky)

    @retry(times=2, minutes_between_retries=0)
    @step
    def flaky(self):
        self.attempts = current.retry_count + 1
        if self.attempts < 2:
            raise RuntimeError("the network was down")
        self.next(self.report)

    @catch
    @timeout(hours=1)
    @step
    def report(self):
        self.lines = [f"{q:.1f}" for q in self.quotients]
        self.next(self.end)

    @step
    def end(self):
        print(self.lines, "after", self.attempts, "attempts")


if __name__ == "__main__":
    FailuresFlow()
