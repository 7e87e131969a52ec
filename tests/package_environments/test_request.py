from __future__ import annotations

from compiler.diagnostics.report import Report
from compiler.environments.request import Request, requests_of
from compiler.settings import Settings
from tests.package_environments.making import flow_of, packages


def read(*asked: dict[str, str], python: str | None = None) -> list[Request]:
    report = Report()
    flow = flow_of(*(packages(each, python=python) for each in asked))
    found = requests_of(flow, Settings(python="3.11"), report)
    assert not report.diagnostics
    return list(found.values())


def test_the_same_packages_are_the_same_request_however_they_are_written() -> None:
    one, other, different = read(
        {"Six": "1.16.0", "tomli": ">=2,<3"}, {"tomli": "<3, >=2", "six": "==1.16.0"}, {"six": ""}
    )
    assert one == other
    assert one.id == other.id
    assert one.id != different.id


def test_a_package_is_asked_for_once_however_it_is_spelled() -> None:
    (request,) = read({"Typing_Extensions": "4.11.0", "six": "", "typing-extensions": "4.12.0"})
    assert request.packages == ("six", "typing-extensions==4.12.0")


def test_the_id_is_that_of_earlier_versions() -> None:
    """Another one would have every user lock anew."""
    (request,) = read({"six": "1.16.0"}, python="3.12")
    assert request.facts == ("manager: pypi", "python: 3.12", "package: six==1.16.0")
    assert request.id == "pypi-4550600b1e37c9a4"


def test_the_python_is_that_of_the_step_else_of_the_settings() -> None:
    assert [request.python for request in read({"six": ""})] == ["3.11"]
    assert [request.python for request in read({"six": ""}, python="3.13")] == ["3.13"]
    assert [request.python for request in read({"six": ""}, python="3.10.4")] == ["3.10"]


def test_a_step_without_packages_asks_for_nothing() -> None:
    assert requests_of(flow_of(None, None), Settings(), Report()) == {}


def test_all_that_is_wrong_is_reported_at_its_decorator() -> None:
    report = Report()
    flow = flow_of(
        packages({"a": "git+https://host.invalid/a", "b": "1 2", "six": ""}, python="2.7", line=3),
        packages({"six": ""}, python=">=3.8", line=5),
        packages({"six": ""}, python="3.8", line=7),
        packages({"six": ""}, line=9),
        packages({"six": ""}, python="3.99", line=11),
    )
    assert list(requests_of(flow, Settings(), report)) == ["s3"]
    found = [(each.span.line, each.code) for each in report.diagnostics]
    assert found == [(3, "FC850"), (3, "FC851"), (3, "FC852")] + [(n, "FC852") for n in (5, 7, 11)]
