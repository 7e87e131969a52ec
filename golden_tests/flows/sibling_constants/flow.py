"""Covers: arguments of decorators that come from constants of sibling modules and packages."""

from metaflow import FlowSpec, environment, kubernetes, resources, schedule, step

import defaults
from platform_team import images
from platform_team.sizes import LARGE, SMALL, SIZES as ALL_SIZES


@schedule(cron=defaults.NIGHTLY)
class SiblingFlow(FlowSpec):
    @kubernetes(image=images.TRAIN, **LARGE)
    @environment(vars={**defaults.ENVIRONMENT, "STAGE": "train"})
    @step
    def start(self):
        self.batch = defaults.BATCH
        self.next(self.end)

    @kubernetes(image=images.image("report"))
    @resources(cpu=ALL_SIZES["small"]["cpu"], memory=SMALL["memory"] * 2)
    @step
    def end(self):
        print(self.batch)


if __name__ == "__main__":
    SiblingFlow()
