"""A namespace that the command line chooses."""
# $ run --namespace production:team

from metaflow import FlowSpec, current, get_namespace, step


class NamespaceOptionFlow(FlowSpec):
    @step
    def start(self):
        self.seen = (current.namespace, get_namespace())
        self.next(self.end)

    @step
    def end(self):
        print(self.seen)


if __name__ == "__main__":
    NamespaceOptionFlow()
