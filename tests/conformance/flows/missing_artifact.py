"""A step that reads what nobody set fails with AttributeError."""
# $ run

from metaflow import FlowSpec, step


class MissingArtifactFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        self.known = getattr(self, "unknown", "a default")
        print(getattr(self, "no_such" + "_artifact"))


if __name__ == "__main__":
    MissingArtifactFlow()
