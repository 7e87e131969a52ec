"""Member 0 of a gang fails each time: so does the gang, and with it the run."""
# $ run

import time

from metaflow import FlowSpec, current, parallel, retry, step


class GangFailsFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.member, num_parallel=2)

    @retry(times=1, minutes_between_retries=0)
    @parallel
    @step
    def member(self):
        if current.parallel.node_index == 0:
            time.sleep(3)  # the other one, which begins at the same time, is over by then
            raise RuntimeError("member 0")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    GangFailsFlow()
