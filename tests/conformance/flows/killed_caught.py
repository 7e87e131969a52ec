"""A process that always dies: `@catch` adds attempts in which it records that."""
# $ run

import os

from metaflow import FlowSpec, catch, current, step


class KilledCaughtFlow(FlowSpec):
    @step
    def start(self):
        self.kept = "of start"
        self.next(self.dies)

    @catch(var="failure", print_exception=False)
    @step
    def dies(self):
        print("attempt", current.retry_count, flush=True)
        self.lost = "not saved"
        os._exit(9)
        self.next(self.end)

    @step
    def end(self):
        self.found = (bool(self.failure), hasattr(self, "lost"), self.kept)
        print(self.found)


if __name__ == "__main__":
    KilledCaughtFlow()
