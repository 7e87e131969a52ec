"""Covers: arguments of decorators that are computed: arithmetic, f-strings, %, format, merged
tables, conditional expressions, constants of the module and of the class."""

from metaflow import FlowSpec, environment, kubernetes, resources, retry, step, timeout

DEBUG = False
GB = 1000
TEAM = "vision"
REGISTRY = "registry.example.com"
COMMON = {"TEAM": TEAM, "DEBUG": str(int(DEBUG))}
BIG = dict(cpu=16, memory=64 * GB)
LABELS = {"team": TEAM} | {"tier": "batch"}
QUEUE_SECRETS = ["%s-secret" % name for name in ("db", "queue")]


class ComputedFlow(FlowSpec):
    MINUTES = 15
    IMAGE = "{}/{}:{}".format(REGISTRY, TEAM, "1.0")

    @kubernetes(image=IMAGE, labels=LABELS, secrets=QUEUE_SECRETS, **BIG)
    @timeout(minutes=MINUTES * 2)
    @environment(vars={**COMMON, "IMAGE": f"{REGISTRY}/{TEAM!r}:{MINUTES:03d}"})
    @step
    def start(self):
        self.minutes = self.MINUTES
        self.next(self.end)

    @resources(
        cpu=1 if DEBUG else 2**3,
        memory=max(4 * GB, BIG["memory"] // 10),
        disk=sum([10, 20]) * GB,
    )
    @retry(times=len(QUEUE_SECRETS), minutes_between_retries=int("3") % 2)
    @step
    def end(self):
        print(self.minutes)


if __name__ == "__main__":
    ComputedFlow()
