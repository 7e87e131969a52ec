from __future__ import annotations

from datetime import datetime, timezone

import pytest
from croniter import croniter
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.quantities import Inexpressible, QuantityError, parse_cron, to_aws, to_standard


def canonical(text: str) -> str:
    """The six canonical fields of an expression, in one line."""
    cron = parse_cron(text)
    days = (cron.day_of_month, cron.month, cron.day_of_week)
    return " ".join((cron.minute, cron.hour, *days, cron.year))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("0 6 * * *", "0 6 * * * *"),
        ("  0\t6 * * * ", "0 6 * * * *"),
        ("*/5 * * * *", "*/5 * * * * *"),
        ("0-59/5 */1 1-31 1-12 *", "*/5 * * * * *"),
        ("0,15,30,45 * * * *", "*/15 * * * * *"),
        ("5/15 * * * *", "5-50/15 * * * * *"),
        ("03,01,02,07 * * * *", "1-3,7 * * * * *"),
        ("0 9-17/2 * * mon-fri", "0 9-17/2 * * 1-5 *"),
        ("0 0 * jan,JUL SUN", "0 0 * 1,7 0 *"),
        ("0 0 * * 7", "0 0 * * 0 *"),
        ("0 0 * * 5-7", "0 0 * * 0,5-6 *"),
        ("0 0 ? * 1", "0 0 * * 1 *"),
        ("0 0 31 2 *", "0 0 31 2 * *"),
        ("0 0 1-31 * 1", "0 0 * * * *"),
        ("0 0 1 * 0-6", "0 0 * * * *"),
        ("0 0 1 * *", "0 0 1 * * *"),
        ("0,30 * * * *", "0,30 * * * * *"),
        ("0 0 * * ? *", "0 0 * * * *"),
        ("cron(0 12 ? * MON-FRI *)", "0 12 * * 1-5 *"),
        (" cron( 0 12 ? * 2-6 2026-2028 ) ", "0 12 * * 1-5 2026-2028"),
        ("0 0 ? * 1 *", "0 0 * * 0 *"),
        ("0 0 ? * FRI-MON *", "0 0 * * 0-1,5-6 *"),
        ("0 22-2 * * ? *", "0 0-2,22-23 * * * *"),
        ("0 0 L * ? *", "0 0 L * * *"),
        ("0 0 LW * ? *", "0 0 LW * * *"),
        ("0 0 15w * ? *", "0 0 15W * * *"),
        ("0 0 ? * L *", "0 0 * * 6 *"),
        ("0 0 ? * 6L *", "0 0 * * 5L *"),
        ("0 0 ? * friL *", "0 0 * * 5L *"),
        ("0 0 ? * mon#2 *", "0 0 * * 1#2 *"),
        ("0 0 ? JUL * 2026/2", "0 0 * 7 * 2026-2198/2"),
        ("@yearly", "0 0 1 1 * *"),
        ("@annually", "0 0 1 1 * *"),
        ("@monthly", "0 0 1 * * *"),
        ("@weekly", "0 0 * * 0 *"),
        (" @Daily ", "0 0 * * * *"),
        ("@midnight", "0 0 * * * *"),
        ("@hourly", "0 * * * * *"),
        ("rate(1 minute)", "* * * * * *"),
        ("rate(5 minutes)", "*/5 * * * * *"),
        ("rate(60 minutes)", "0 * * * * *"),
        ("rate(1 hour)", "0 * * * * *"),
        ("rate(6 hours)", "0 */6 * * * *"),
        ("rate(1 day)", "0 0 * * * *"),
    ],
)
def test_canonical_form(text: str, fields: str) -> None:
    assert canonical(text) == fields


def test_dialect() -> None:
    assert parse_cron("0 0 1 * 1").dialect == "standard"
    assert parse_cron("0 0 1 * ? *").dialect == "aws"
    assert parse_cron("@daily").dialect == "standard"


@pytest.mark.parametrize(
    ("text", "wrong", "problem"),
    [
        ("", "", "the text is empty"),
        ("60 * * * *", "60", "60 is no minute"),
        ("0 24 * * *", "24", "24 is no hour"),
        ("0 0 0 * *", "0", "0 is no day of the month"),
        ("0 0 32 * *", "32", "32 is no day of the month"),
        ("0 0 * 13 *", "13", "13 is no month"),
        ("0 0 * * 8", "8", "8 is no day of the week"),
        ("0 0 ? * 0 *", "0", "0 is no day of the week"),
        ("0 0 * * ? 1969", "1969", "1969 is no year"),
        ("9" * 5000 + " * * * *", "9" * 5000, "is no minute"),
        ("*/0 * * * *", "0", "a step of 0"),
        ("*/90 * * * *", "90", "a step of 90"),
        ("0 0 * * ? */0", "0", "a step of 0"),
        ("30-10 * * * *", "30-10", "the range runs backwards"),
        ("0 0 * * 5-1", "5-1", "the range runs backwards"),
        ("0 0 * * fri-sun", "fri-sun", "the range runs backwards"),
        ("0 0 * * ? 2030-2026", "2030-2026", "the range runs backwards"),
        ("0 0 * * sunday", "sunday", "`sunday` is no day of the week"),
        ("0 0 * foo *", "foo", "`foo` is no month"),
        ("jan 0 * * *", "jan", "`jan` is no minute"),
        ("0 0 * * MON, WED", " ", "a space cannot stand here"),
        ("0 0 * *", "0 0 * *", "not 4"),
        ("0 0 1 1 * 2026 9", "9", "not 7"),
        ("*-5 * * * *", "-", "`-` cannot stand here"),
        ("cron(0 6 * * ?", "", "something is missing here"),
        ("? * * * *", "?", "`?` cannot stand for the minute"),
        ("0 0 L * *", "L", "standard cron has no `L`"),
        ("0 0 * * mon#2", "mon#2", "standard cron has no `mon#2`"),
        ("0 L * * ? *", "L", "`L` is no hour"),
        ("0 0 3#2 * ? *", "3#2", "`3#2` is no day of the month"),
        ("0 0 ? * 15W *", "15W", "`15W` is no day of the week"),
        ("0 0 32W * ? *", "32", "32 is no day of the month"),
        ("0 0 1,L * ? *", "L", "`L` must stand alone"),
        ("0 0 ? * 3#6 *", "6", "no month has a week 6"),
        ("0 0 1 * MON *", "MON", "not both"),
        ("@reboot", "@reboot", "`@reboot` names no schedule"),
        (" @every 5m", "@every 5m", "`@every 5m` names no schedule"),
        ("rate(7 minutes)", "rate(7 minutes)", "no cron expression runs every 7 minutes"),
        ("rate(2 days)", "rate(2 days)", "no cron expression runs every 2 days"),
        ("rate(0 hours)", "rate(0 hours)", "every 0 hours"),
        ("rate(3 moons)", "rate(3 moons)", "every 3 moons"),
        ("TZ=UTC 0 0 * * *", "TZ=UTC", "a time zone is no part"),
        ("CRON_TZ=UTC 0 0 * * *", "CRON_TZ=UTC", "a time zone is no part"),
    ],
)
def test_the_characters_at_fault(text: str, wrong: str, problem: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_cron(text)
    error = caught.value
    assert text[error.start : error.start + error.length] == wrong
    assert problem in error.problem
    assert error.hint
    assert error.kind == "cron"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("0 0 * * 5-1", "write `0-1,5-6` if that is what you mean"),
        ("0 0 * * sunday", "write `sun`: names have three letters"),
        ("0 0 ? * 0 *", "it is a number from 1 to 7, where 1 is Sunday"),
    ],
)
def test_hints(text: str, hint: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_cron(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "aws"),
    [
        ("0 6 * * *", "0 6 * * ? *"),
        ("0 6 * * mon-fri", "0 6 ? * 2-6 *"),
        ("0 6 * * */2", "0 6 ? * 1,3,5,7 *"),
        ("0 6 1,15 * *", "0 6 1,15 * ? *"),
        ("0 6 ? * mon#2 2027", "0 6 ? * 2#2 2027"),
        ("0 6 ? * friL *", "0 6 ? * 6L *"),
        ("0 6 LW * ? *", "0 6 LW * ? *"),
        ("*/15 9-17/4 * * *", "*/15 9,13,17 * * ? *"),
    ],
)
def test_to_aws(text: str, aws: str) -> None:
    assert to_aws(parse_cron(text)) == aws


def test_what_aws_cannot_say() -> None:
    with pytest.raises(Inexpressible, match="either"):
        to_aws(parse_cron("0 0 1 * 1"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 0 L * ? *", "no `L`"),
        ("0 0 15W * ? *", "no `W`"),
        ("0 0 ? * 2#1 *", "no `#`"),
        ("0 0 * * ? 2027", "year"),
    ],
)
def test_what_standard_cron_cannot_say(text: str, reason: str) -> None:
    with pytest.raises(Inexpressible, match=reason):
        to_standard(parse_cron(text))


@st.composite
def fields(draw: st.DrawFn, low: int, high: int, star: str = "*") -> str:
    """A field that both flowc and croniter read: any mix of numbers, ranges and steps."""
    numbers = st.integers(low, high)
    # croniter takes a range of one number for all of them, so there is none here.
    pairs = st.tuples(numbers, numbers).filter(lambda pair: pair[0] < pair[1])
    ranges = pairs.map(lambda pair: f"{pair[0]}-{pair[1]}")
    steps = st.tuples(st.just("*") | ranges, st.integers(1, high - low)).map(
        lambda pair: f"{pair[0]}/{pair[1]}"
    )
    items = st.lists(numbers.map(str) | ranges | steps, min_size=1, max_size=3).map(",".join)
    return draw(st.just(star) | items)


times = st.tuples(fields(0, 59), fields(0, 23)).map(" ".join)
one_day = st.one_of(
    st.tuples(fields(1, 28), fields(1, 12), st.just("*")),
    st.tuples(st.just("*"), fields(1, 12), fields(0, 6)),
).map(" ".join)
either_day = st.tuples(st.integers(1, 28).map(str), fields(1, 12), st.integers(0, 6).map(str)).map(
    " ".join
)
standard = st.tuples(times, one_day | either_day).map(" ".join)


def firing_times(text: str) -> list[datetime]:
    start = datetime(2026, 1, 30, 23, 58, tzinfo=timezone.utc)
    found = croniter(text, start)
    return [found.get_next(datetime) for _ in range(12)]


@settings(max_examples=150, deadline=None)
@given(standard)
def test_standard_fires_when_the_source_says(text: str) -> None:
    assert firing_times(to_standard(parse_cron(text))) == firing_times(text)


@settings(deadline=None)
@given(standard)
def test_the_canonical_form_is_a_fixed_point(text: str) -> None:
    cron = parse_cron(text)
    assert parse_cron(to_standard(cron)) == cron


aws_days = st.one_of(
    st.tuples(fields(1, 31) | st.sampled_from(["L", "LW", "3W"]), fields(1, 12), st.just("?")),
    st.tuples(
        st.just("?"), fields(1, 12), fields(1, 7) | st.sampled_from(["L", "3L", "6#2", "SAT-TUE"])
    ),
).map(" ".join)
aws = st.tuples(times, aws_days, st.just("*") | st.integers(1970, 2199).map(str)).map(" ".join)


@settings(deadline=None)
@given(aws)
def test_aws_reads_back(text: str) -> None:
    cron = parse_cron(text)
    assert parse_cron(to_aws(cron)) == cron


@settings(deadline=None)
@given(st.tuples(times, one_day).map(" ".join))
def test_the_dialects_say_the_same(text: str) -> None:
    cron = parse_cron(text)
    assert to_standard(parse_cron(to_aws(cron))) == to_standard(cron)


def refusal(text: str) -> QuantityError | None:
    try:
        parse_cron(text)
    except QuantityError as error:
        return error
    return None


@given(st.text(alphabet="0123456789*/-,?LW# monMON@()catre\t\n=", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    error = refusal(text)
    assert error is None or 0 <= error.start <= error.start + error.length <= len(text)
