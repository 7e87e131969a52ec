"""Covers: a cron expression of six fields as AWS writes them, where 2 is Monday."""

from metaflow import FlowSpec, schedule, step


@schedule(cron="0/20 8-18 ? * 2-6 *")
class OfficeHoursFlow(FlowSpec):
    @step
    def start(self):
        self.open = True
        self.next(self.end)

    @step
    def end(self):
        print(self.open)


if __name__ == "__main__":
    OfficeHoursFlow()
