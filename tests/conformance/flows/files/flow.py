"""A flow finds what lies beside it: packages, data by the working folder, data by its file."""
# $ run

import os
from pathlib import Path

import metaflow

import helpers.text
from helpers import numbers

HERE = Path(__file__).resolve().parent


class FilesFlow(metaflow.FlowSpec):
    @metaflow.step
    def start(self):
        self.by_folder = Path("data.txt").read_text()
        self.by_file = (HERE / "data.txt").read_text()
        self.same = Path.cwd().resolve() == HERE
        self.next(self.end)

    @metaflow.step
    def end(self):
        self.total = numbers.total([1, 2])
        print(helpers.text.shout(self.by_folder), end="")
        print("", os.path.basename(__file__))


if __name__ == "__main__":
    FilesFlow()
