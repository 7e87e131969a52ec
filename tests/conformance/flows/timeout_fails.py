"""A step out of time fails, is tried again, and then is quick enough."""
# $ run

import time

from metaflow import FlowSpec, current, retry, step, timeout


class TimeoutFailsFlow(FlowSpec):
    @retry(times=1, minutes_between_retries=0)
    @timeout(seconds=1)
    @step
    def start(self):
        self.attempt = current.retry_count
        if current.retry_count == 0:
            time.sleep(60)
        self.next(self.end)

    @timeout(seconds=1)
    @step
    def end(self):
        print("too slow", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    TimeoutFailsFlow()
