"""Covers: a flow of a project, on the branch that its source names."""

from metaflow import FlowSpec, current, project, step


@project(name="recommender", branch="nightly")
class RankFlow(FlowSpec):
    @step
    def start(self):
        self.deployed_as = current.project_flow_name
        self.next(self.end)

    @step
    def end(self):
        print(self.deployed_as)


if __name__ == "__main__":
    RankFlow()
