"""An artifact that a step has not read cannot be deleted in it."""
# $ run

from metaflow import FlowSpec, step


class DeleteUnreadFlow(FlowSpec):
    @step
    def start(self):
        self.spare = "to be deleted"
        self.next(self.end)

    @step
    def end(self):
        del self.spare


if __name__ == "__main__":
    DeleteUnreadFlow()
