"""What a step does beside its work: fails, is caught, runs out of time, is resumed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Behaviour:
    """What is plugged into one step of a shape."""

    name: str
    body: str
    """Statements; `WHEN` stands for the hook's expression."""
    decorators: tuple[str, ...] = ()
    commands: tuple[str, ...] = ("run",)


ENVIRONMENT = Behaviour(
    "environment",
    """\
self.colour = os.environ["COLOUR"]
print("the colour is", self.colour)
print("and on the other stream", self.colour, file=sys.stderr)
""",
    ('@environment(vars={"COLOUR": "blå"})',),
)

RETRY = Behaviour(
    "retry",
    """\
self.attempt = current.retry_count
print("attempt", current.retry_count)
if WHEN and current.retry_count < 2:
    raise RuntimeError(f"attempt {current.retry_count} fails")
self.mark = "went on trying"
""",
    ("@retry(times=2, minutes_between_retries=0)",),
)

CATCH = Behaviour(
    "catch",
    """\
self.before = "set"
if WHEN:
    raise ValueError("for å catch")
self.mark = "was not needed"
""",
    ('@catch(var="failure", print_exception=False)',),
)

CATCH_RETRY = Behaviour(
    "catch_retry",
    """\
self.attempt = current.retry_count
if WHEN:
    raise KeyError(f"attempt {current.retry_count}")
""",
    ('@catch(var="failure")', "@retry(times=1, minutes_between_retries=0)"),
)

TIMEOUT = Behaviour(
    "timeout",
    """\
print("before", flush=True)
if WHEN:
    time.sleep(60)
self.mark = "in time"
""",
    ('@catch(var="failure", print_exception=False)', "@timeout(seconds=1)"),
)

RESUME = Behaviour(
    "resume",
    """\
if WHEN and os.environ.get("FAIL"):
    raise OSError(28, "no space left")
self.mark = "went well"
""",
    commands=("FAIL=1 run --max-workers 1", "resume --max-workers 1"),
)

FAIL_ALWAYS = Behaviour(
    "fail",
    """\
print("about to fail")
self.before = [1, 2]
if WHEN:
    raise LookupError("nothing there")
""",
    ("@retry(times=1, minutes_between_retries=0)",),
    ("run --max-workers 1",),
)
