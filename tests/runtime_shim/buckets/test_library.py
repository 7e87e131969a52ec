"""obstore in processes that were forked from one that uses it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from runtime_shim.store import open_store
from tests.environments import ROOT

CHILDREN = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
from runtime_shim.s3 import S3
from runtime_shim.store import open_store

root = sys.argv[1]
store = open_store(root)
store.write("a", [b"of the parent"])
client = S3(s3root=root)
client.put("own", "of the client")

def in_child(work):
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
    except BaseException as error:
        print(repr(error), flush=True)
        os._exit(1)
    os._exit(0)

def reads():
    assert store.read("a") == b"of the parent"
    assert client.get("own").text == "of the client"

def writes():
    store.write("b", [bytes(40_000_000)])
    reads()
    assert in_child(reads) == 0

assert in_child(reads) == 0
assert in_child(writes) == 0
assert len(store.read_buffer("b")) == 40_000_000
with ThreadPoolExecutor(4) as pool:
    assert list(pool.map(lambda _: in_child(reads), range(8))) == [0] * 8

ready, told = os.pipe()
if os.fork() == 0:
    reads()
    os.write(told, b"x")
    sys.exit(0)  # not os._exit: what is left of the parent's objects goes as any would
assert os.read(ready, 1) == b"x"
assert os.waitstatus_to_exitcode(os.wait()[1]) == 0
print("done")
"""


def test_forked_processes_read_and_write(bucket: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILDREN, f"s3://{bucket}/forks"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("done\n", "", 0)


def test_opening_a_store_starts_no_thread(bucket: str) -> None:
    check = "import os, sys; from runtime_shim.store import open_store; "
    check += "open_store(sys.argv[1]); import obstore; print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run(
        [sys.executable, "-c", check, f"s3://{bucket}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1\n"


def test_without_the_library_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    for root, extra in (("s3://b", "s3"), ("gs://b", "gcs"), ("abfss://c@a.x/y", "azure")):
        with pytest.raises(ValueError, match=rf"pip install 'flowc\[{extra}\]'"):
            open_store(root)
