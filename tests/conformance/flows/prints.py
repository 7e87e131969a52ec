"""What steps print: both streams, lines without an end, other processes, other alphabets."""
# $ run

import logging
import os
import subprocess
import sys
import warnings

from metaflow import FlowSpec, step


class PrintsFlow(FlowSpec):
    @step
    def start(self):
        print("one")
        print()
        print("  indented\twith a tab  ")
        print("åäö 日本 \U0001f600")
        print("error", file=sys.stderr)
        print("\x1b[31mred\x1b[0m")
        print("[not a prefix] MFLOG| \\n {{x}}")
        print("x" * 5000)
        sys.stdout.write("no end")
        sys.stderr.write("no end either")
        self.next(self.others)

    @step
    def others(self):
        print("before the others", flush=True)
        subprocess.run([sys.executable, "-c", "print('of a child')"], check=True)
        os.write(1, b"of the system\n")
        os.write(2, b"of the system, too\n")
        logging.getLogger("conformance").warning("of logging")
        self.next(self.many)

    @step
    def many(self):
        for number in range(2000):
            print(number)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    PrintsFlow()
