from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from runtime_shim.cards import components
from runtime_shim.cards.basic_components import UserComponent
from runtime_shim.cards.blocks import block_html
from runtime_shim.cards.components import (
    Artifact,
    Error,
    EventsTimeline,
    Image,
    JSONViewer,
    Markdown,
    ProgressBar,
    PythonCode,
    Table,
    ValueBox,
    VegaChart,
    YAMLViewer,
)
from tests.runtime_shim.cards.tasks import Page

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


def page_of(component: components.MetaflowCardComponent) -> Page:
    return Page(block_html(component.render()))


def test_all_that_metaflow_exports_is_there() -> None:
    exported = (
        "get_cards MetaflowCardComponent MetaflowCard Artifact Table Image Error Markdown "
        "VegaChart ProgressBar ValueBox PythonCode EventsTimeline JSONViewer YAMLViewer "
        "DefaultCard PageComponent ErrorCard BlankCard"
    )
    assert set(exported.split()) <= set(components.__all__)
    assert all(hasattr(components, name) for name in components.__all__)


def test_markdown_of_an_indented_text_is_no_code() -> None:
    text = """
        # Title
        - item
    """
    assert page_of(Markdown(text)).tags == ["div", "h1", "ul", "li"]


def test_markdown_updates() -> None:
    markdown = Markdown("old")
    markdown.update("new")
    assert page_of(markdown).text == "new"
    assert page_of(Markdown()).text == ""


def test_table_holds_values_and_components() -> None:
    bar = ProgressBar(max=4, value=1)
    table = Table([["<b>", 1.5, True], [Markdown("**x**"), bar, None]], headers=["A", "B", "C"])
    bar.update(3)
    page = page_of(table)
    assert page.text == "ABC<b>1.5Truex3 / 4None"
    assert {"strong", "progress"} <= set(page.tags)
    assert "b" not in page.tags


def test_table_of_something_else_is_empty() -> None:
    assert page_of(Table("no rows", headers="no headers")).text == ""  # type: ignore[arg-type]


class Cells:
    """As a pandas dataframe looks to us."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.columns = ["n", 7]
        self.rows = rows

    def head(self, count: int) -> Cells:
        return Cells(self.rows[:count])

    def itertuples(self, name: object) -> list[tuple[Any, ...]]:
        assert name is None
        return self.rows

    def __len__(self) -> int:
        return len(self.rows)


Cells.__module__, Cells.__qualname__ = "pandas.core.frame", "DataFrame"


def test_table_of_a_dataframe() -> None:
    when = datetime.datetime(2024, 1, 2, 3, 4, tzinfo=datetime.timezone.utc)
    rows = [
        (0, float("nan"), when),
        (1, datetime.timedelta(minutes=1), "x" * 40),
        *((n, 0, 0) for n in range(2, 9)),
    ]
    table: Any = Table.from_dataframe(Cells(rows)).render()
    assert table["columns"] == ["", "n", "7"]
    assert table["data"][:2] == [
        [0, "null", "2024-01-02T03:04:00UTC"],
        [1, 60.0, "x" * 30 + "..."],
    ]
    assert len(table["data"]) == 5
    whole: Any = Table.from_dataframe(Cells(rows), truncate=False).render()
    assert len(whole["data"]) == 9


def test_table_of_no_dataframe_says_so() -> None:
    assert page_of(Table.from_dataframe([1])).text == "Object type list not supported"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"GIF89a..", "gif"),
        (b"RIFF....WEBPVP8", "webp"),
    ],
)
def test_image_finds_its_kind(content: bytes, kind: str) -> None:
    page = page_of(Image(content, label="<l>"))
    assert page.text == "<l>"
    assert dict(page.attributes)["src"] is not None
    assert str(dict(page.attributes)["src"]).startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize("content", [b"text", "https://x.org/p.png", None, 3])
def test_what_is_no_image_says_so_in_its_place(content: Any) -> None:
    page = page_of(Image(content))
    assert "IMAGE_RENDER FAIL" in page.text
    assert "img" not in page.tags


class Figure:
    def savefig(self, target: Any, format: str) -> None:  # noqa: A002
        assert format == "PNG"
        target.write(PNG)


def test_image_of_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[object] = []

    class Pyplot:
        close = closed.append

    monkeypatch.setitem(__import__("sys").modules, "matplotlib.pyplot", Pyplot)
    figure = Figure()

    class Axes:
        def get_figure(self) -> Figure:
            return figure

    assert "img" in page_of(Image.from_matplotlib(Axes(), "l")).tags
    assert closed == [figure]
    assert "matplotlib are wanted, not int" in page_of(Image.from_matplotlib(3)).text


def test_image_of_pillow() -> None:
    class PillowImage:
        def save(self, target: Any, format: str) -> None:  # noqa: A002
            assert format == "PNG"
            target.write(PNG)

    PillowImage.__module__, PillowImage.__qualname__ = "PIL.Image", "Image"
    image = Image.from_pil_image(PillowImage())
    assert "img" in page_of(image).tags
    image.update(b"GIF89a", label="now a GIF")
    assert page_of(image).text == "now a GIF"


def test_an_image_stays_unless_it_was_made_to_change(capsys: pytest.CaptureFixture[str]) -> None:
    image = Image(PNG)
    image.update(b"GIF89a")
    assert "disable_updates=False" in capsys.readouterr().err
    assert "image/png" in str(dict(page_of(image).attributes)["src"])


def test_artifact_is_cut_short_and_escaped() -> None:
    page = page_of(Artifact({"<script>": list(range(1000))}, name="<n>"))
    assert page.text.startswith("<n> dict{'<script>': [0, 1,")
    assert page.text.endswith("...]}")
    assert "script" not in page.tags
    assert "999" in page_of(Artifact(list(range(1000)), compressed=False)).text


def test_artifact_whose_representation_fails() -> None:
    class Bad:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    for artifact in (Artifact([Bad()]), Artifact(Bad(), compressed=False)):
        assert "whose representation fails: RuntimeError('no')" in page_of(artifact).text


def test_error() -> None:
    assert page_of(Error(ValueError("<x>"), "It failed")).text == "It failed\n\nValueError('<x>')"


def test_progress_bar() -> None:
    bar = ProgressBar(max=10, label="rows", unit="k", metadata="fast")
    bar.update(4)
    bar.update(5, metadata="slow")
    page = page_of(bar)
    assert page.text == "rows5k slow"
    assert ("value", "5") in page.attributes
    assert ("max", "10") in page.attributes


def test_value_box_updates_what_is_given() -> None:
    box = ValueBox(title="<t>", value=1, theme="success")
    box.update(value=2, subtitle="s")
    page = page_of(box)
    assert page.text == "<t>2s"
    assert ("class", "value-box success") in page.attributes


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"value": ""}, ValueError),
        ({"value": "x" * 101}, ValueError),
        ({"value": 1e16}, ValueError),
        ({"value": None}, ValueError),
        ({"value": [1]}, TypeError),
        ({"value": 1, "title": 3}, TypeError),
        ({"value": 1, "title": " "}, ValueError),
        ({"value": 1, "subtitle": "x" * 301}, ValueError),
        ({"value": 1, "theme": '"><script>'}, ValueError),
    ],
)
def test_value_box_refuses(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        ValueBox(**arguments)


def test_chart_shows_its_data_and_says_that_it_is_not_drawn() -> None:
    spec = {"title": "Loss", "data": {"values": [{"x": 1, "y": "</pre><script>"}]}, "mark": "line"}
    page = page_of(VegaChart(spec))
    assert "runs no scripts" in page.text
    assert page.text.startswith("Loss")
    assert "xy1</pre><script>" in page.text
    assert "script" not in page.tags


def test_chart_of_altair() -> None:
    class Chart:
        def to_dict(self) -> dict[str, Any]:
            return {"data": {"name": "d"}, "datasets": {"d": [{"v": n} for n in range(60)]}}

    Chart.__module__ = "altair.vegalite.v5.api"
    chart = VegaChart.from_altair_chart(Chart())
    assert "10 more rows" in page_of(chart).text
    chart.update({"data": {"url": "https://x.org"}})
    assert "table" not in page_of(chart).tags
    with pytest.raises(ValueError, match="int is not an altair chart"):
        VegaChart.from_altair_chart(3)


def test_python_code_of_a_function_and_of_a_text() -> None:
    assert (
        "def test_python_code_of_a"
        in page_of(PythonCode(test_python_code_of_a_function_and_of_a_text)).text
    )
    assert page_of(PythonCode(code_string="a < b")).text == "a < b"
    assert "needs a `code_func`" in page_of(PythonCode()).text


def test_documents() -> None:
    data: dict[str, object] = {"a": [1, {"b": "x: y"}], "c": {}, "d": None, "on": "true"}
    shown = page_of(JSONViewer(data, title="T")).text
    assert shown.startswith("T")
    assert json.loads(shown[1:]) == data
    assert page_of(JSONViewer('{"a":1}')).text == 'JSON{\n  "a": 1\n}'
    yaml = page_of(YAMLViewer(data, collapsible=False)).text
    assert yaml == 'YAMLa:\n- 1\n- b: "x: y"\nc: {}\nd: null\n"on": "true"'
    assert page_of(YAMLViewer("as: it is")).text == "YAMLas: it is"


def test_timeline_keeps_the_newest_events() -> None:
    events = EventsTimeline("Steps", max_events=2)
    for number in range(3):
        events.update({"n": number, "timestamp": 1}, payloads={"code": PythonCode(code_string="<")})
    events.update({"n": 3, "timestamp": 1}, style_theme="error", priority="high", finished=True)
    page = page_of(events)
    assert page.text.startswith("Steps2 of 4 events")
    assert "finished" in page.text
    assert page.text.endswith("highn3timestamp1n2timestamp1code<")
    assert events.get_stats()["total_events"] == 4


def test_timeline_refuses_what_it_cannot_show() -> None:
    events = EventsTimeline()
    with pytest.raises(TypeError, match="Payload 'x' must be one of"):
        events.update({}, payloads={"x": VegaChart({})})
    with pytest.raises(ValueError, match="style_theme"):
        events.update({}, style_theme='x" onclick="y')


def test_a_component_without_update_warns(capsys: pytest.CaptureFixture[str]) -> None:
    class Mine(UserComponent):
        def render(self) -> str:
            return "<mine>"

    Mine().update(3)
    assert "Mine has no `update`" in capsys.readouterr().err
    assert page_of(Mine()).text == "<mine>"


def test_a_table_of_an_unknown_type_shows_as_it_is() -> None:
    assert '"type": "heatmap"' in Page(block_html({"type": "heatmap", "cells": [1]})).text


def test_the_id_of_a_component_is_a_text() -> None:
    markdown = Markdown("x")
    with pytest.raises(TypeError):
        markdown.component_id = 3  # type: ignore[assignment]
