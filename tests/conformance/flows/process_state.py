"""Each task is a process of its own: what the import of the flow made is fresh, and ends in order."""
# $ run

import atexit
import os
import signal
import sys
import threading
import time

from metaflow import FlowSpec, step

print("imported")
print("imported, to the other stream", file=sys.stderr)
PROCESS = os.getpid()
COUNTED = []
os.environ["SET_AT_IMPORT"] = "1"


def say_late():
    time.sleep(0.2)
    print("a late thread")


class ProcessStateFlow(FlowSpec):
    @step
    def start(self):
        COUNTED.append("start")
        self.own_process = os.getpid() == PROCESS
        self.handlers = [
            signal.getsignal(signal.SIGINT) is signal.default_int_handler,
            signal.getsignal(signal.SIGTERM) == signal.SIG_DFL,
            signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN,
        ]
        self.streams = [sys.stdout.encoding, sys.stdout.errors, sys.stdout.isatty()]
        self.folder = os.getcwd() == sys.path[0] == os.path.dirname(os.path.abspath(__file__))
        atexit.register(print, "at exit")
        threading.Thread(target=say_late).start()
        os.environ["SET_IN_STEP"] = "1"
        self.next(self.end)

    @step
    def end(self):
        COUNTED.append("end")
        self.counted = list(COUNTED)
        self.variables = [os.environ.get(name) for name in ("SET_AT_IMPORT", "SET_IN_STEP")]


if __name__ == "__main__":
    ProcessStateFlow()
