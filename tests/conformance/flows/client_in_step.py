"""A step reads what its own run has left so far, and the run's facts, with the client."""
# $ run --tag mine

from metaflow import Flow, FlowSpec, Run, Step, Task, current, step


class ClientInStepFlow(FlowSpec):
    @step
    def start(self):
        self.value = {"a": 1}
        self.items = [1, 2]
        print("in start")
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.square = self.input**2
        self.next(self.join)

    @step
    def join(self, inputs):
        run = Run(f"{current.flow_name}/{current.run_id}")
        self.of_start = run["start"].task.data.value
        self.of_work = sorted(task.data.square for task in run["work"])
        self.printed = run["start"].task.stdout
        self.finished = (run["start"].task.finished, run.finished, run.successful)
        self.names = sorted(
            artifact.id for artifact in run["start"].task if not artifact.id.startswith("_") and artifact.id != "name"
        )
        self.tagged = "mine" in run.tags
        self.latest = Flow(current.flow_name).latest_run.id == current.run_id
        self.again = Task(f"{run.pathspec}/start/{run['start'].task.id}")["value"].data
        self.steps = sorted(one.id for one in run)
        self.next(self.end)

    @step
    def end(self):
        print(self.of_start, self.of_work)


if __name__ == "__main__":
    ClientInStepFlow()
