"""A step that leaves by `sys.exit` with a status."""
# $ run

import sys

from metaflow import FlowSpec, step


class SystemExitFlow(FlowSpec):
    @step
    def start(self):
        print("leaving", flush=True)
        self.before = 1
        sys.exit(3)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    SystemExitFlow()
