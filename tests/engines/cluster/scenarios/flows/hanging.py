"""Steps that do not end in time, of which some hear no signal."""

import signal
import time

from metaflow import FlowSpec, catch, current, retry, step, timeout


class HangingFlow(FlowSpec):
    @step
    def start(self):
        self.kinds = [("hears", 1), ("deaf", 1), ("deaf", 2)]
        self.next(self.work, foreach="kinds")

    @catch(var="hung", print_exception=False)
    @retry(times=1, minutes_between_retries=0)
    @timeout(seconds=3)
    @step
    def work(self):
        kind, times = self.input
        if current.retry_count < times:
            if kind == "deaf":
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGTERM})
            time.sleep(600)
        self.attempt = current.retry_count
        self.next(self.join)

    @step
    def join(self, inputs):
        self.attempts = [one.attempt if not one.hung else "caught" for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    HangingFlow()
