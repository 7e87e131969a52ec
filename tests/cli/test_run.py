"""`flowc run`: its options, the flow's, and what it prints."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from compiler.cli.run_display import _rich
from compiler.cli.run_text import with_colours_alone
from tests.cli.conftest import Flowc
from tests.cli.flows import FAN, PARAMETERS, SLEEPY
from tests.environments import ROOT


@pytest.fixture(autouse=True)
def flows(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with flows to run."""
    monkeypatch.delenv("FLOWC_DATASTORE", raising=False)
    monkeypatch.setenv("METAFLOW_USER", "ann")
    (project / "fit.py").write_text(PARAMETERS)
    (project / "fan.py").write_text(FAN)
    (project / "sleepy.py").write_text(SLEEPY)
    return project


def record(project: Path, flow: str) -> dict[str, object]:
    """The record of the flow's newest run."""
    newest = max((project / ".flowc" / flow / "runs").glob("*/run.json"))
    found: dict[str, object] = json.loads(newest.read_text())
    return found


def lines(out: str) -> list[str]:
    """Lines without what differs from run to run."""
    out = re.sub(r"\d{16}", "RUN", re.sub(r"^\d\d:\d\d:\d\d ", "", out, flags=re.M))
    out = re.sub(r"pid \d+", "pid P", re.sub(r"\d+\.\ds\b", "T", out))
    return out.replace(str(Path.cwd()), "HERE").splitlines()


# --- parameters --------------------------------------------------------------------------


def test_the_help_of_a_flow_lists_its_parameters(flowc: Flowc) -> None:
    result = flowc("run", "fit.py", "--help")
    assert result.code == 0
    section = result.out.split("Parameters of Fit:\n")[1].split("\n\n")[0]
    assert section == (
        "  --alpha FLOAT       How much to shrink.  [default: 0.5]\n"
        "  --test-share FLOAT  [required]\n"
        "  --n_rounds INTEGER  [default: 3]\n"
        "  --dry BOOLEAN       Only look.  [default: false]\n"
        '  --grid JSON         [default: {"a": 1}]\n'
        "  --names TEXT        [default: a,b]\n"
        "  --secret TEXT\n"
        "  --when VALUE        [default: computed by lambda context: 'now']\n"
        "  --notes FILE        What to keep in mind."
    )
    assert not Path(".flowc").exists()


def test_help_without_a_flow(flowc: Flowc) -> None:
    result = flowc("run", "--help")
    assert result.code == 0
    assert "`flowc run FLOW --help` lists them" in result.out
    assert "Parameters of" not in result.out


def test_each_kind_of_parameter_reaches_the_flow(flows: Path, flowc: Flowc) -> None:
    (flows / "notes.txt").write_text("rest")
    result = flowc(
        *("run", "fit.py", "--alpha", "2", "--test-share=0.25", "--n-rounds", "7", "--dry"),
        *("--grid", '[1, "x"]', "--names", "c", "--secret", "s", "--notes", "notes.txt"),
    )
    assert result.code == 0, result.out
    assert "RUN/start | 2.0 0.25 7 True [1, 'x'] ['c']" in lines(result.out)
    assert "RUN/start | s now rest" in lines(result.out)
    assert record(flows, "Fit")["parameters"] == {
        "alpha": "2",
        "test-share": "0.25",
        "n_rounds": "7",
        "dry": "true",
        "grid": '[1, "x"]',
        "names": "c",
        "secret": "s",
        "notes": str(flows / "notes.txt"),
    }


def test_parameters_from_the_environment_as_under_metaflow(
    flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METAFLOW_RUN_TEST_SHARE", "0.75")
    monkeypatch.setenv("METAFLOW_RUN_ALPHA", "9")
    result = flowc("run", "fit.py", "--alpha", "1", "--dry", "false")
    assert "RUN/start | 1.0 0.75 3 False {'a': 1} ['a', 'b']" in lines(result.out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fit.py",), "Missing option '--test-share'"),
        (("fit.py", "--test-share", "x"), "Invalid value for '--test-share': 'x' is not a valid"),
        (("fit.py", "--n_rounds", "1.5"), "'--n_rounds': '1.5' is not a valid integer"),
        (("fit.py", "--dry", "perhaps"), "'--dry': 'perhaps' is not a valid boolean"),
        (("fit.py", "--grid", "{"), "'--grid': '{' is not valid JSON"),
        (("fit.py", "--notes", "none.txt"), "cannot read the file 'none.txt': no such file"),
        (("fit.py", "--alhpa", "1"), "--alpha"),
        (("--alpha", "1", "fit.py"), "name the flow before its own options"),
        (("fan.py", "7"), "unexpected extra argument (7)"),
        ((), "Missing argument 'FLOW[:CLASS]'"),
        (("ft.py",), "there is no file `ft.py`; did you mean `fit.py`?"),
        (("fan.py", "--max-workers", "0"), "`0` is less than 1"),
        (("fan.py", "--python", "none"), "there is no program `none`"),
        (("fan.py", "--tag", ""), "it is empty"),
        (("fan.py", "--run-id-file", "none/id"), "there is no folder `none`"),
        (("fan.py", "--run-id-file", "/proc/id"), "cannot write /proc/id: No such file"),
        (("fan.py", "--datastore", "ftp://x"), "there is no datastore for `ftp://`"),
        (("fan.py", "--with", "card"), "only retry"),
        (("fan.py", "--with", "kubernetes"), "runs every step on this machine"),
        (("fan.py", "--with", "retry:tims=1"), "`tims=1` is none of `times`"),
        (("fan.py", "--with", "retry:times=x"), "`times=x`: `x` cannot stand here"),
    ],
)
def test_wrong_usage_starts_nothing(
    flows: Path, flowc: Flowc, arguments: tuple[str, ...], message: str
) -> None:
    result = flowc("run", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert not (flows / ".flowc").exists()


def test_warnings_are_counted_and_shown_elsewhere(flows: Path, flowc: Flowc) -> None:
    (flows / "warned.py").rename(flows / "my flow.py")
    result = flowc("run", "my flow.py", "--python", sys.executable)
    assert result.err == "1 warning: flowc check 'my flow.py'\n"
    assert "warning" not in flowc("run", "my flow.py", "--quiet").err


def test_a_parameter_named_as_an_option_of_flowc(flows: Path, flowc: Flowc) -> None:
    text = PARAMETERS.replace('"names"', '"format"').replace('"dry"', '"production"')
    (flows / "fit.py").write_text(text)
    arguments = ("run", "fit.py", "--test-share", "0", "--format", "csv", "--production", "no")
    result = flowc(*arguments, "--flowc-format", "json")
    assert result.code == 0, result.err
    events = [json.loads(line) for line in result.out.splitlines()]
    (printed, _) = (event["text"] for event in events if event["event"] == "line")
    assert printed == "0.5 0.0 3 False {'a': 1} ['csv']"
    assert "--flowc-format [text|json]" in flowc("run", "fit.py", "--help").out


def test_a_flow_with_errors_is_shown_as_by_check(flowc: Flowc) -> None:
    checked = flowc("check", "bad.py")
    for arguments in (("run", "bad.py"), ("run", "bad.py", "--help")):
        result = flowc(*arguments)
        assert (result.code, result.out, result.err) == (1, "", checked.out)


def test_a_shell_completes_parameters(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from compiler.cli.main import main; main()"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "_FLOWC_COMPLETE": "bash_complete",
            "COMP_WORDS": "flowc run fit.py --te",
            "COMP_CWORD": "3",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "--test-share" in done.stdout


# --- what is printed ---------------------------------------------------------------------


def test_the_lines_of_a_run(flowc: Flowc) -> None:
    result = flowc("run", "fan.py", "--width", "1")
    assert (result.code, result.err) == (0, "")
    assert lines(result.out) == [
        "Fan: run RUN starts, kept in HERE/.flowc",
        "RUN/start starts (pid P)",
        "RUN/start done in T",
        "RUN/work/0 starts (pid P)",
        "RUN/work/0 | item 0",
        "RUN/work/0 done in T",
        "RUN/join starts (pid P)",
        "RUN/join done in T",
        "RUN/end starts (pid P)",
        "RUN/end | retries 0",
        "RUN/end done in T",
        "Fan: run RUN succeeded in T: 4 tasks",
    ]


def test_the_lines_of_a_failure(flowc: Flowc) -> None:
    result = flowc("run", "fan.py", "--bad", "1", "--datastore", "kept here")
    assert result.code == 1
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.out) is None
    found = lines(result.out)
    assert "RUN/work/1 | red" in found
    assert "RUN/work/1 failed: ValueError: a bad item" in found
    assert "RUN/work/1 retry 1 of 1 at once" in found
    assert "RUN/work/1 retry 1 of 1 starts (pid P)" in found
    assert found.count("RUN/work/1 | ValueError: a bad item") == 2, "once for each attempt"
    end = found[found.index("failed: RUN/work/1 ValueError: a bad item") + 1 :]
    assert len(end) == 3, "what is in sight is not told again"
    assert end[-3] == "  all that it printed: flowc logs Fan/RUN/work/1 --datastore 'kept here'"
    assert end[-2] == "Fan: run RUN failed after T: The task work/1 failed: ValueError: a bad item"
    assert end[-1] == (
        "  to go on from there: flowc resume fan.py --run RUN --datastore 'kept here'"
    )


def test_the_end_of_a_failed_task_that_is_out_of_sight_is_told_again(
    flows: Path, flowc: Flowc
) -> None:
    late = FAN.replace(
        "        self.next(self.join)", "        self.late()\n        self.next(self.join)"
    )
    late = late.replace(
        "class Fan", "import time\nfrom pathlib import Path\n\n\nclass Fan"
    ).replace(
        "    @step\n    def join",
        "    def late(self):\n"
        "        while not list(Path('.flowc').glob('Fan/runs/*/work/1/failures/1.json')):\n"
        "            time.sleep(0.01)\n"
        "        for number in range(20):\n"
        "            print(number)\n"
        "            time.sleep(0.01)\n\n"
        "    @step\n    def join",
    )
    (flows / "fan.py").write_text(late)
    found = lines(flowc("run", "fan.py", "--bad", "1").out)
    end = found[found.index("failed: RUN/work/1 ValueError: a bad item") + 1 :]
    assert (end[0], end[-4]) == ("  | item 1", "  | ValueError: a bad item")
    (stopping,) = [line for line in found if line.startswith("stopping")]
    assert stopping == (
        "stopping 1 task that still runs: The task work/1 failed: ValueError: a bad item"
    )


def test_quiet_leaves_what_the_tasks_print(flowc: Flowc) -> None:
    result = flowc("run", "fan.py", "--quiet", "--width", "1")
    assert lines(result.out) == ["RUN/work/0 | item 0", "RUN/end | retries 0"]


def test_colours_when_asked_for(flowc: Flowc) -> None:
    result = flowc("run", "fan.py", "--bad", "0", "--color", "always")
    assert "\x1b[1;31mfailed: \x1b[0m" in result.out
    assert "\x1b[31mred" not in result.out


def test_events_for_programs(flows: Path, flowc: Flowc) -> None:
    result = flowc("run", "fan.py", "--bad", "1", "--format", "json", "--tag", "t")
    assert result.code == 1
    events = [json.loads(line) for line in result.out.splitlines()]
    run = events[0]["run"]
    assert list(events[0]) == ["event", "time", "flow", "run", "datastore", "origin", "tags"]
    assert (events[0]["event"], events[0]["tags"]) == ("run_started", ["t"])
    of_one = [event for event in events if event.get("path") == "1"]
    kinds = [event["event"] for event in of_one if event["event"] != "line"]
    assert kinds == [
        *("task_started", "task_failed", "task_retrying", "task_started", "task_failed"),
    ]
    assert {"stdout", "stderr"} == {one["stream"] for one in of_one if one["event"] == "line"}
    assert "50%\r\x1b[31mred\x1b[0m" in [event.get("text") for event in of_one]
    (start,) = (e for e in events if e["event"] == "task_ended" and e["step"] == "start")
    assert (start["next"], start["width"]) == (["work"], 2)
    assert "items" in start["artifacts"]
    end = events[-1]
    assert (end["event"], end["status"]) == ("run_ended", "failed")
    assert end["failed"] == [{"step": "work", "path": "1", "attempt": 1}]
    assert end["resume"] == f"flowc resume fan.py --run {run}"


def test_a_display_on_a_terminal(flows: Path) -> None:
    import pty

    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "compiler", "run", "fan.py", "--width", "3"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=subprocess.STDOUT,
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            chunk = os.read(controller, 1 << 16)
        except OSError:  # as Linux tells that nobody holds the other end any more
            break
        if not chunk:
            break
        shown += chunk
    os.close(controller)
    assert process.wait() == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"run \d{16}  \d+\.\ds  \d running", text)
    assert "/work/2 | item 2" in text
    assert shown.endswith(b"tasks\r\n")
    assert shown.count(b"\x1b[?25l") == shown.count(b"\x1b[?25h") > 0


def test_of_what_a_task_prints_colours_alone_reach_the_terminal() -> None:
    text = "1%\r[bold]\x1b[31mred\x1b[0m\x1b[2J[/]\x1b]0;title\x07\x9b1m\x00\x1bPx\ty\x1b"
    assert with_colours_alone(text) == "[bold]\x1b[31mred\x1b[0m[/]\ufffd1m␀x\ty␛"
    assert _rich([("user", text)]).plain == "[bold]red[/]\ufffd1m␀x\ty␛"


def test_rich_is_imported_for_terminals_only(flows: Path) -> None:
    program = (
        "import sys; from compiler.cli.main import run\n"
        "code = run(['run', 'fan.py', '--quiet'])\n"
        "heavy = ('rich', 'pydantic', 'asyncio', 'importlib.metadata')\n"
        "print('#', code, [name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "# 0 []"


# --- the run -----------------------------------------------------------------------------


def test_the_record_of_a_run(flows: Path, flowc: Flowc) -> None:
    flowc("run", "fan.py", "--tag", "a", "--tag", "b", "--tag", "a", "--run-id-file", "id.txt")
    found = record(flows, "Fan")
    assert found["run"] == (flows / "id.txt").read_text()
    assert (found["tags"], found["user"], found["namespace"]) == (["a", "b"], "ann", "user:ann")
    assert (found["file"], found["scheduler"]) == ("fan.py", "local")
    assert sorted(path.name for path in flows.glob(".id.txt*")) == []


def test_the_id_is_written_before_the_tasks_run(flows: Path, flowc: Flowc) -> None:
    text = FAN.replace(
        "self.items =", "print(open('id.txt').read(), end='.')\n        self.items ="
    )
    (flows / "fan.py").write_text(text)
    result = flowc("run", "fan.py", "--run-id-file", "id.txt")
    assert f"/start | {(flows / 'id.txt').read_text()}." in result.out


def test_retry_for_all_steps(flows: Path, flowc: Flowc) -> None:
    text = FAN.replace("    @retry(times=1, minutes_between_retries=0)\n", "")
    (flows / "fan.py").write_text(text)
    added = "retry:times=2,minutes_between_retries=1"
    result = flowc("run", "fan.py", "--bad", "0", "--with", added, "--no-retry-wait")
    assert "RUN/work/0 retry 2 of 2 at once" in lines(result.out)


def test_a_step_with_its_own_retry_keeps_it(flows: Path, flowc: Flowc) -> None:
    result = flowc("run", "fan.py", "--bad", "0", "--with", "retry")
    assert "RUN/work/0 retry 1 of 1 at once" in lines(result.out)


def test_resources_that_are_not_there_are_noted_once(flows: Path, flowc: Flowc) -> None:
    text = FAN.replace("    @step", "    @resources(memory=400_000_000)\n    @step")
    (flows / "fan.py").write_text(text.replace("retry, step", "resources, retry, step"))
    result = flowc("run", "fan.py")
    assert result.code == 0
    (note,) = result.err.splitlines()
    assert note.startswith("note: `start`, `work`, `join` and 1 more ask for 363.8 TiB of memory")
    refused = flowc("run", "fan.py", "--enforce")
    assert refused.code == 2
    assert "without --enforce" in refused.err


def test_the_branch_of_a_project(flows: Path, flowc: Flowc) -> None:
    text = FAN.replace("class Fan", "@project(name='p')\nclass Fan")
    text = text.replace("retry, step", "project, retry, step")
    text = text.replace('"retries", current.retry_count', "current.branch_name")
    (flows / "fan.py").write_text(text)
    for options, branch in (
        ((), "user.ann"),
        (("--branch", "b"), "test.b"),
        (("--production",), "prod"),
    ):
        assert f"RUN/end | {branch}" in lines(flowc("run", "fan.py", *options).out)
        tags = record(flows, "Fan")["system_tags"]
        assert isinstance(tags, list)
        assert tags[1:] == ["user:ann", "project:p", f"project_branch:{branch}"]


def test_a_namespace_is_what_the_client_in_the_tasks_sees(flows: Path, flowc: Flowc) -> None:
    text = FAN.replace("import FlowSpec", "import get_namespace, FlowSpec")
    (flows / "fan.py").write_text(text.replace("current.retry_count", "get_namespace()"))
    for options, seen in (((), "user:ann"), (("--namespace", "user:bo"), "user:bo")):
        assert f"RUN/end | retries {seen}" in lines(flowc("run", "fan.py", *options).out)
        assert record(flows, "Fan")["namespace"] == "user:ann"
    assert "RUN/end | retries None" in lines(flowc("run", "fan.py", "--namespace", "").out)


def test_an_interrupt_says_how_to_go_on(flows: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "compiler", "run", "sleepy.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    before = []
    for line in process.stdout:
        before.append(line)
        if "| resting" in line:
            break
    process.send_signal(signal.SIGINT)
    found = lines("".join([*before, process.stdout.read()]))
    process.stdout.close()
    assert process.wait() == 130
    assert found[-2].startswith("Sleepy: run RUN was interrupted after T")
    assert found[-1] == "  to go on from there: flowc resume sleepy.py --run RUN"


def test_the_value_of_a_config(flows: Path, flowc: Flowc) -> None:
    text = FAN.replace("class Fan(FlowSpec):", 'class Fan(FlowSpec):\n    c = Config("c")')
    text = text.replace("import FlowSpec", "import Config, FlowSpec")
    (flows / "fan.py").write_text(text.replace('"retries", current.retry_count', "self.c.a"))
    result = flowc("run", "fan.py", "--config-value", 'c={"a": 7}')
    assert "RUN/end | 7" in lines(result.out)
    for value, message in (("{", "the value given"), ("[1]", "`c`")):
        wrong = flowc("run", "fan.py", "--config-value", f"c={value}")
        assert wrong.code == 1
        assert message in wrong.err


def test_what_this_machine_does_otherwise_is_told(flows: Path, flowc: Flowc) -> None:
    text = FAN.replace("import FlowSpec", "import kubernetes, pypi, pypi_base, FlowSpec")
    text = text.replace("class Fan", '@pypi_base(packages={"numpy": "2"})\nclass Fan')
    text = text.replace("    @retry", "    @kubernetes\n    @pypi(disabled=True)\n    @retry")
    (flows / "fan.py").write_text(text)
    result = flowc("run", "fan.py")
    assert result.err == (
        "note: `work` runs on this machine, whatever @kubernetes says\n"
        "note: no environment is made of the packages of @pypi at `start`, `join`, `end`; "
        "--environment pypi makes them, and --python names an interpreter that has them\n"
    )
    assert flowc("run", "fan.py", "--quiet").err == ""


def test_exit_hooks_come_last_and_change_nothing(flows: Path, flowc: Flowc) -> None:
    text = FAN.replace("import FlowSpec", "import exit_hook, FlowSpec")
    text = text.replace(
        "class Fan",
        "def good(run):\n    print('so long')\n\n\ndef broken(run):\n    raise SystemExit(3)\n\n\n"
        "@exit_hook(on_success=[good, broken])\nclass Fan",
    )
    (flows / "fan.py").write_text(text)
    result = flowc("run", "fan.py")
    assert result.code == 0
    found = lines(result.out)
    ended = found.index("Fan: run RUN succeeded in T: 5 tasks")
    assert found[ended + 1] == "good | so long"
    assert found[-1].startswith("The exit hook `broken` failed")
