"""A process that dies in its first attempt is tried again."""
# $ run

import os

from metaflow import FlowSpec, current, retry, step


class KilledFlow(FlowSpec):
    @retry(times=1, minutes_between_retries=0)
    @step
    def start(self):
        print("attempt", current.retry_count, flush=True)
        if current.retry_count == 0:
            os.kill(os.getpid(), 9)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    KilledFlow()
