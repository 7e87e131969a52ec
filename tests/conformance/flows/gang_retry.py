"""One member of a gang fails at first: the gang is tried again as a whole."""
# $ run

from metaflow import FlowSpec, current, parallel, retry, step


class GangRetryFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.member, num_parallel=2)

    @retry(times=1, minutes_between_retries=0)
    @parallel
    @step
    def member(self):
        self.node = current.parallel.node_index
        self.attempt = current.retry_count
        if self.node == 0 and current.retry_count == 0:
            raise RuntimeError("member 0")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.attempts = [task.attempt for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        print(self.attempts)


if __name__ == "__main__":
    GangRetryFlow()
