"""Steps whose pods come to a bad end from outside of Python, at first or each time."""

import time

from metaflow import FlowSpec, catch, current, kubernetes, retry, step


def fill_memory():
    return b"x" * 2**30


def fill_disk():
    with open("/tmp/large", "wb") as file:
        for _ in range(400):
            file.write(bytes(2**20))
        file.flush()
        time.sleep(600)


def wait():
    time.sleep(600)


ENDS = {"evicted": wait, "disk": fill_disk, "memory": fill_memory}


class LostFlow(FlowSpec):
    @step
    def start(self):
        # The pod that is deleted then is made anew and does the same again: it has less to wait.
        self.until = time.time() + 120
        self.ends = [("deleted", 1), *((end, 1) for end in ENDS), ("memory", 2)]
        self.next(self.work, foreach="ends")

    @catch(var="lost", print_exception=False)
    @retry(times=1, minutes_between_retries=0)
    @kubernetes(cpu=0.2, memory=256, disk=300, qos="Guaranteed")
    @step
    def work(self):
        end, times = self.input
        if end == "deleted":
            time.sleep(max(0, self.until - time.time()))
        elif current.retry_count < times:
            ENDS[end]()
        self.survived = current.retry_count
        self.next(self.join)

    @step
    def join(self, inputs):
        self.survived = ["caught" if one.lost else one.survived for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    LostFlow()
