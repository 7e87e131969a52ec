"""A step that prints carriage returns."""
# $ run

import os

from metaflow import FlowSpec, step


class PrintsReturnsFlow(FlowSpec):
    @step
    def start(self):
        os.write(1, b"windows\r\n")
        os.write(1, b"0%\r50%\r100%\n")
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    PrintsReturnsFlow()
