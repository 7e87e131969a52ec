"""What becomes of signals and of children where the runtime is the first process."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.runtime_shim.driver import ROOT

SPLIT = """
import os, signal, subprocess, sys, time
from runtime_shim.first_process import status_of_work
status = status_of_work()
if status is not None:
    sys.exit(status)
{work}
"""
MAIN = """
import os, sys
from runtime_shim import entry
def work(arguments):
    print(os.getpid(), flush=True)
    {work}
    return 7
entry._dispatch = work
sys.exit(entry.main([]))
"""
ORPHAN = """
    import subprocess, time
    subprocess.run([sys.executable, "-c", "import os; os.fork() or os._exit(0)"], check=True)
    for _ in range(50):
        there = [name for name in os.listdir("/proc") if name.isdigit()]
        if len(there) == 2:
            break
        time.sleep(0.1)
    print(len(there))
"""
IN_A_CONTAINER = ["unshare", "--pid", "--mount-proc", "--fork", "--kill-child"]
SLEEP = "print('ready', flush=True); time.sleep(60)"


def split(work: str) -> subprocess.Popen[str]:
    return _started([sys.executable, "-c", SPLIT.format(work=work)])


def _started(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    printed, _ = process.communicate(timeout=30)
    return process.returncode, printed


@pytest.mark.parametrize(
    ("work", "status"),
    [
        ("sys.exit(0)", 0),
        ("sys.exit(3)", 3),
        ("os.kill(os.getpid(), signal.SIGKILL)", 137),
        ("raise KeyboardInterrupt", 130),
    ],
)
def test_it_ends_as_the_work_does(work: str, status: int) -> None:
    assert ended(split(work)) == (status, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1])
def test_a_signal_is_for_the_work(number: signal.Signals) -> None:
    catch = f"signal.signal({int(number)}, lambda *_: os._exit(5))"
    process = split(f"{catch}; {SLEEP}")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    assert ended(process) == (5, "")


def test_the_work_ends_by_the_signal_that_asks_a_pod_to_end() -> None:
    process = split(SLEEP)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    assert ended(process) == (128 + signal.SIGTERM, "")


def test_the_work_gets_signals_as_it_would_without() -> None:
    work = "print(signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
    assert ended(split(work)) == (0, "set()\n")


@pytest.fixture(scope="module")
def container() -> list[str]:
    """The words before a command that make it the first process of a container."""
    try:
        subprocess.run([*IN_A_CONTAINER, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this user cannot make a process the first of its kind: {error}")
    return IN_A_CONTAINER


@pytest.mark.parametrize(
    ("work", "status"),
    [("pass", 7), ("os.kill(os.getpid(), 9)", 137), ("os.kill(1, 15)", 143)],
)
def test_the_runtime_does_its_work_in_another_process(
    work: str, status: int, container: list[str]
) -> None:
    command = [*container, sys.executable, "-c", MAIN.format(work=work)]
    assert ended(_started(command)) == (status, "2\n")


def test_the_first_process_waits_for_whatever_lost_its_parent(container: list[str]) -> None:
    command = [*container, sys.executable, "-c", MAIN.format(work=ORPHAN)]
    assert ended(_started(command)) == (7, "2\n2\n")
