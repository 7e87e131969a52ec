"""Exit hooks change neither the run nor its artifacts."""
# $ run

from metaflow import FlowSpec, exit_hook, step


def celebrate():
    print("celebrating")


@exit_hook(on_success=[celebrate])
class ExitHooksFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        self.done = True


if __name__ == "__main__":
    ExitHooksFlow()
