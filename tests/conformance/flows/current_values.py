"""What `current` says, as far as it does not name the run."""
# $ run --tag one --tag two:2

from metaflow import FlowSpec, Parameter, current, project, retry, step


@project(name="conformance")
class CurrentValuesFlow(FlowSpec):
    alpha = Parameter("alpha", default=1)

    def note(self):
        return {
            "flow": current.flow_name,
            "step": current.step_name,
            "retry": current.retry_count,
            "user": current.username,
            "namespace": current.namespace,
            "running": current.is_running_flow,
            "origin": current.origin_run_id,
            "tags": sorted(current.tags),
            "project": current.project_name,
            "branch": current.branch_name,
            "flow of project": current.project_flow_name,
            "production": current.is_production,
            "user branch": current.is_user_branch,
            "parts": len(current.pathspec.split("/")),
            "same run": current.pathspec.split("/")[1] == current.run_id,
            "flow's name": self.name,
            "kinds": [type(current.run_id).__name__, type(current.task_id).__name__],
            "nothing": current.get("no such thing", "nothing"),
            "has": "project_name" in current,
        }

    @retry(times=1, minutes_between_retries=0)
    @step
    def start(self):
        self.first = self.note()
        if current.retry_count == 0:
            raise RuntimeError("once")
        self.items = [1]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.second = self.note()
        self.next(self.join)

    @step
    def join(self, inputs):
        self.third = self.note()
        self.merge_artifacts(inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.first)


if __name__ == "__main__":
    CurrentValuesFlow()
