"""The class forgets to derive from FlowSpec."""

from metaflow import step


class ChurnFlow:
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ChurnFlow()
