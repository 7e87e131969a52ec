"""Covers: most constructs together: branches with a foreach, a switch and a loop of one step,
a gang, compute, retries, parameters, a schedule and a project."""

from metaflow import (
    FlowSpec,
    JSONType,
    Parameter,
    card,
    catch,
    current,
    environment,
    parallel,
    project,
    resources,
    retry,
    schedule,
    step,
    timeout,
)

WORKERS = 2


@project(name="demand")
@schedule(cron="0 4 * * MON", timezone="Europe/Berlin")
class TrainingPipelineFlow(FlowSpec):
    """Trains a model per region, and one large one, and publishes the better."""

    regions = Parameter("regions", type=JSONType, default='["north", "south"]')
    target = Parameter("target", default=0.2)
    max_turns = Parameter("max-turns", type=int, default=4)

    @retry(times=2, minutes_between_retries=1)
    @environment(vars={"SOURCE": "warehouse"})
    @step
    def start(self):
        self.rows = list(range(100))
        self.next(self.plan_regions, self.plan_large)

    @step
    def plan_regions(self):
        self.names = list(self.regions)
        self.next(self.tune, foreach="names")

    @resources(cpu=2, memory=8000)
    @timeout(minutes=30)
    @step
    def tune(self):
        self.region = self.input
        self.turns = 0
        self.loss = 1.0
        self.next(self.improve)

    @resources(cpu=4)
    @step
    def improve(self):
        self.turns += 1
        self.loss /= 2
        enough = self.loss < self.target or self.turns >= self.max_turns
        self.state = "stop" if enough else "go on"
        self.next({"go on": self.improve, "stop": self.score}, condition="state")

    @catch(var="trouble")
    @step
    def score(self):
        self.quality = 1 - self.loss
        self.next(self.join_regions)

    @step
    def join_regions(self, inputs):
        self.quality = min(task.quality for task in inputs)
        self.kind = "regional"
        self.next(self.choose)

    @step
    def plan_large(self):
        self.next(self.train_large, num_parallel=WORKERS)

    @resources(cpu=8, memory=64000, gpu=1, shared_memory=1024)
    @parallel
    @step
    def train_large(self):
        self.share = len(self.rows) // current.parallel.num_nodes
        self.next(self.join_large)

    @step
    def join_large(self, inputs):
        self.quality = sum(task.share for task in inputs) / 125
        self.kind = "large"
        self.next(self.choose)

    @step
    def choose(self, inputs):
        best = max(inputs, key=lambda branch: branch.quality)
        self.quality, self.kind = best.quality, best.kind
        self.good = self.quality > 0.75
        self.next(self.decide)

    @step
    def decide(self):
        self.next({True: self.publish, False: self.end}, condition="good")

    @card
    @step
    def publish(self):
        self.published = f"{self.kind} model, quality {self.quality:.2f}"
        print(self.published)
        self.next(self.end)

    @step
    def end(self):
        print("good" if self.good else "not good")


if __name__ == "__main__":
    TrainingPipelineFlow()
