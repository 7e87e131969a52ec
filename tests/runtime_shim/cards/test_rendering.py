from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from runtime_shim.cards import registry, render_cards
from runtime_shim.cards.components import (
    BlankCard,
    Markdown,
    MetaflowCard,
    MetaflowCardComponent,
    PageComponent,
    ProgressBar,
    Table,
)
from runtime_shim.flow.state import state_of
from runtime_shim.manifest import Blob
from runtime_shim.run_record import RunRecord
from tests.runtime_shim.cards.tasks import Page, collect, context_in, flow_with, stored

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


def make(root: Path, *cards: Mapping[str, Any], **values: Any) -> dict[str, str]:
    context = context_in(root)
    render_cards(collect(context, *cards), flow_with(context, **values), context)
    return stored(context)


def test_the_default_card(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    collector = collect(context, {})
    collector.append(Markdown("# Mine"))
    flow = flow_with(
        context,
        parameters=("alpha",),
        alpha=0.5,
        model={"<script>": "alert(1)"},
        plot=PNG,
        _hidden="hidden value",
    )
    assert render_cards(collector, flow, context) == ("default",)
    html = stored(context)["default"]
    page = Page(html)
    assert page.text.split()[0] == "TrainFlow/17/train/3"
    for part in ("Mine", "Task Metadata", "def train", "alpha float0.5", "model dict", "DAG"):
        assert part in page.text
    assert (
        page.text.index("alpha float")
        < page.text.index("Artifacts")
        < page.text.index("model dict")
    )
    assert "hidden value" not in html
    assert "script" not in page.tags
    assert "{'<script>': 'alert(1)'}" in page.text
    assert str(dict(page.attributes)["src"]).startswith("data:image/png;base64,")


def test_a_page_loads_nothing_and_forbids_scripts(tmp_path: Path) -> None:
    page = Page(make(tmp_path, {}, link="https://evil.org/x.js")["default"])
    attributes = [name for name, _ in page.attributes]
    assert not {"src", "href", "srcdoc", "onclick"} & set(attributes)
    assert "link" not in page.tags
    assert ("content", "default-src 'none'; img-src data:; style-src 'unsafe-inline'") in (
        page.attributes
    )


def test_the_environment_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "hunter2")
    pages = make(tmp_path, {}, {"type": "default_json"}, {"type": "error"}, x=1)
    assert len(pages) == 3
    assert not any("hunter2" in page or "DB_PASSWORD" in page for page in pages.values())


def test_artifacts_from_before_are_shown_but_not_kept(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    flow = flow_with(context, own=1)
    state = state_of(flow)
    assert state is not None
    state.artifacts["earlier"] = state.codec.save("earlier", [1, 2])
    state.artifacts["large"] = state.codec.save("large", b"x" * 3000)
    lost = state.codec.save("lost", "text")
    state.artifacts["lost"] = type(lost)(Blob("0" * 64, 1), lost.encoding, lost.type, lost.size)
    collector = collect(context, {"options": {"max_artifact_size": 2000}})
    render_cards(collector, flow, context)
    text = Page(stored(context)["default"]).text
    assert "earlier list[1, 2]" in text
    assert "<artifact too large: 30" in text
    assert "<unable to unpickle: " in text
    assert not {"earlier", "large"} & vars(flow).keys()


def test_who_ran_the_task(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    record = RunRecord("TrainFlow", "17", 1.0, "ann", "user:ann", tags=("mine",))
    context.history.begin(record)
    render_cards(collect(context, {}), flow_with(context), context)
    text = Page(stored(context)["default"]).text
    assert "Tagsmine, runtime:dev, user:ann" in text
    assert "Userann" in text


def test_values_in_full(tmp_path: Path) -> None:
    long = list(range(500))
    assert "499" not in Page(make(tmp_path / "a", {}, long=long)["default"]).text
    full = make(tmp_path / "b", {"options": {"only_repr": False}}, long=long)
    assert "499" in Page(full["default"]).text


def test_the_blank_card_has_a_title_and_what_was_appended(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    collector = collect(context, {"type": "blank", "options": {"title": "<T>"}})
    collector.append(Table([["cell"]]))
    render_cards(collector, flow_with(context, secret="not shown"), context)
    page = Page(stored(context)["blank"])
    assert page.text.split() == ["TrainFlow/17/train/3", "TrainFlow/17/train/3", "<T>cell"]


def test_other_types(tmp_path: Path) -> None:
    pages = make(
        tmp_path,
        {"type": "taskspec_card"},
        {"type": "html"},
        {"type": "html", "id": "o", "options": {"attribute": "other"}},
        html="<h1>mine</h1>",
        other="<b>",
    )
    assert pages == {
        "taskspec_card": "TrainFlow/17/train/3",
        "html": "<h1>mine</h1>",
        "html-o": "<b>",
    }


def test_several_cards_of_a_type(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    collector = collect(context, {"type": "blank"}, {"type": "blank"}, {"id": "x"})
    names = render_cards(collector, flow_with(context), context)
    assert names == ("blank", "blank.2", "default-x")


class Mine(MetaflowCard):
    type = "mine"
    ALLOW_USER_COMPONENTS = True

    def __init__(self, options: Any, components: Any, graph: Any, flow: Any, **_: Any) -> None:
        self.options, self.components, self.graph, self.flow = options, components, graph, flow

    def render(self, task: Any) -> str:
        artifacts = {artifact.id: artifact.data for artifact in task}
        assert task["x"].data == task.data.x == task.artifacts.x.data == artifacts["x"]
        assert "y" not in task
        assert "y" not in task.data
        assert not hasattr(task.data, "y")
        assert self.graph["start"]["foreach_artifact"] == "sizes"
        assert self.graph["start"]["matching_join"] == "join"
        assert [node["type"] for node in self.graph.values()] == [
            "split-foreach", "linear", "join", "end",
        ]  # fmt: skip
        assert task.finished
        assert task.pathspec == "TrainFlow/17/train/3"
        assert self.flow.x == 1
        return f"{self.options} {self.components} {self.runtime_data['user']} {artifacts}"


class Failing(MetaflowCard):
    type = "failing"

    def render(self, task: Any) -> str:
        raise RuntimeError("no <card>")


class Exiting(MetaflowCard):
    type = "exiting"

    def render(self, task: Any) -> str:
        raise SystemExit(3)


class Silent(MetaflowCard):
    type = "silent"

    def render(self, task: Any) -> None:
        return None


class Choosy(MetaflowCard):
    type = "choosy"

    def __init__(self, colour: str) -> None:
        pass


class Slow(MetaflowCard):
    type = "slow"

    def render(self, task: Any) -> str:
        time.sleep(30)
        return "never"


class Live(BlankCard):
    type = "live"

    def render_runtime(self, task: Any, data: Mapping[str, Any]) -> str:
        assert not task.finished
        assert list(task) == []
        return f"{data['user']} {data['components']} [METAFLOW_RELOAD_TOKEN]"


class Shouting(MetaflowCardComponent):
    def render(self) -> str:
        return "SHOUT"


def test_a_type_of_the_users_own(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    collector = collect(context, {"type": "mine", "options": {"a": 1}})
    collector.append(Shouting())
    collector.refresh({"step": 3})
    render_cards(collector, flow_with(context, x=1), context)
    assert stored(context) == {"mine": "{'a': 1} ['SHOUT'] {'step': 3} {'x': 1}"}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("failing", "RuntimeError: no <card>"),
        ("exiting", "SystemExit: 3"),
        ("silent", "No information rendered from card of type silent"),
        ("choosy", "Card of type choosy cannot support arguments {}"),
        ("unknown", "MetaflowCard named unknown not found"),
        ("html", "No information rendered from card of type html"),
    ],
)
def test_a_card_that_fails_says_so_and_nothing_else_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, reason: str
) -> None:
    pages = make(tmp_path, {"type": kind}, {"type": "taskspec_card"})
    assert reason in Page(pages[kind]).text
    assert pages["taskspec_card"] == "TrainFlow/17/train/3"
    assert "[@card WARNING] Card render failed with error" in capsys.readouterr().err


def test_without_save_errors_a_failing_card_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(tmp_path, {"type": "failing", "save_errors": False}) == {}
    assert "no <card>" in capsys.readouterr().err


def test_a_slow_card_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_timer = signal.setitimer
    monkeypatch.setattr(signal, "setitimer", lambda which, s: set_timer(which, s / 50))
    pages = make(tmp_path, {"type": "slow", "timeout": 1})
    assert "Card rendering timed out after 1 seconds" in Page(pages["slow"]).text
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


class StepTimeout(Exception):
    pass


@pytest.fixture
def limited_step() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise StepTimeout

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 60)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("limited_step")
def test_the_timeout_of_the_step_is_not_lost_in_a_card(tmp_path: Path) -> None:
    class Long(MetaflowCard):
        type = "long"
        RUNTIME_UPDATABLE = True
        ALLOW_USER_COMPONENTS = True

        def render_runtime(self, task: Any, data: Mapping[str, Any]) -> str:
            time.sleep(0.3)
            return "done"

    context = context_in(tmp_path)
    collector = collect(context, {"type": "long"})
    # The signal may as well come to another thread of the step.
    threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    with pytest.raises(StepTimeout):
        collector.refresh()
    assert stored(context) == {"long": "done"}


def test_a_component_that_fails_leaves_the_others(tmp_path: Path) -> None:
    class Broken(MetaflowCardComponent):
        def render(self) -> str:
            raise RuntimeError("broken")

    class Odd(MetaflowCardComponent):
        def render(self) -> str:
            return 3  # type: ignore[return-value]

    context = context_in(tmp_path)
    collector = collect(context, {"type": "blank"})
    collector.extend([Broken(), Odd(), Markdown("fine"), Shouting()])
    render_cards(collector, flow_with(context), context)
    text = Page(stored(context)["blank"]).text
    for part in ("`Broken`", "broken", "`Odd`", "It gave a int", "fine", "SHOUT"):
        assert part in text


def test_refresh_shows_progress_and_the_end_replaces_it(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    collector = collect(context, {"refresh_interval": 1000})
    bar = ProgressBar(max=9)
    collector.append(bar)
    bar.update(1)
    collector.refresh()
    running = Page(stored(context)["default"])
    assert "1 / 9" in running.text
    assert ("http-equiv", "refresh") in running.attributes
    bar.update(2)
    collector.refresh()
    assert "1 / 9" in Page(stored(context)["default"]).text
    render_cards(collector, flow_with(context), context)
    final = Page(stored(context)["default"])
    assert "2 / 9" in final.text
    assert ("http-equiv", "refresh") not in final.attributes


def test_refresh_counts_again_after_the_interval(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    collector = collect(context, {"type": "live", "refresh_interval": 0})
    collector.append(ProgressBar(), id="bar")
    collector.refresh({"n": 1})
    first = stored(context)["live"]
    collector.refresh({"n": 2})
    second = stored(context)["live"]
    assert first.startswith("{'n': 1} {'bar': {'type': 'progressBar'")
    assert first.endswith(" live-1")
    assert second.startswith("{'n': 2}")
    assert second.endswith(" live-2")


def test_refresh_of_a_card_that_cannot_leaves_nothing(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    collect(context, {"type": "mine"}).refresh()
    assert stored(context) == {}


def test_types_that_a_package_installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "metaflow_extensions" / "acme" / "plugins" / "cards" / "fancy"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from acme_cards import Fancy\nCARDS = [Fancy, 3]\n")
    broken = package.parent / "broken"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise RuntimeError('broken')\n")
    acme = ModuleType("acme_cards")

    class Fancy(Silent):
        type = "fancy"

        def render(self, task: Any) -> None:
            return None

    acme.Fancy = Fancy  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "acme_cards", acme)
    monkeypatch.setattr(registry, "_subclasses", lambda cls: [])
    monkeypatch.syspath_prepend(str(tmp_path))
    assert registry.card_class("fancy") is Fancy
    assert registry.card_class("other") is None


def test_a_page_of_components() -> None:
    page = PageComponent("T", contents=[Markdown("m"), {"type": "text", "text": "t"}])
    assert page.render() == {
        "type": "page",
        "title": "T",
        "subtitle": None,
        "contents": [{"type": "markdown", "source": "m"}, {"type": "text", "text": "t"}],
    }
