"""A merge in a step that is no join fails."""
# $ run

from metaflow import FlowSpec, step


class MergeOutsideJoinFlow(FlowSpec):
    @step
    def start(self):
        self.x = 1
        self.next(self.end)

    @step
    def end(self):
        merge = self.merge_artifacts
        merge([self])


if __name__ == "__main__":
    MergeOutsideJoinFlow()
