"""Covers: amounts and times with units. Beyond Metaflow, which takes numbers only."""

from metaflow import FlowSpec, kubernetes, resources, retry, step, timeout


class UnitsFlow(FlowSpec):
    @kubernetes(cpu="1500m", memory="16Gi", disk="0.1 TB", use_tmpfs=True, tmpfs_size="512Mi")
    @timeout(seconds="1h30m")
    @step
    def start(self):
        self.n = 1
        self.next(self.middle)

    @resources(cpu=0.25, memory="750M", shared_memory="64MiB")
    @retry(times=2, minutes_between_retries="90s")
    @step
    def middle(self):
        self.n += 1
        self.next(self.end)

    @resources(memory="1.5GiB")
    @step
    def end(self):
        print(self.n)


if __name__ == "__main__":
    UnitsFlow()
