"""Makes the pages of a task's cards and stores them. A card never fails its task."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Optional

from runtime_shim import contract
from runtime_shim.cards.basic_components import UserComponent, render_safely, section_block
from runtime_shim.cards.card import Content, MetaflowCard, warn
from runtime_shim.cards.card_types import ErrorCard
from runtime_shim.cards.finished_task import FinishedTask
from runtime_shim.cards.graph import graph_of
from runtime_shim.cards.limits import limit_of_step_put_off, limited
from runtime_shim.flow.context import TaskContext

if TYPE_CHECKING:
    from runtime_shim.cards.collector import CardCollector, CardEditor


class _NoPage(Exception):
    """A card could not be made; the message is the reason, for whoever reads the card."""


@limit_of_step_put_off()
def render_all(collector: CardCollector, flow: Any, context: TaskContext) -> tuple[str, ...]:
    """Stores the cards of a task that is done, and tells their names."""
    now = datetime.now(timezone.utc)
    task = FinishedTask(context, flow, _local(collector.started), _local(now))
    names = []
    for card in collector.cards:
        page = _final_page(card, task, flow)
        if page is not None:
            _store(card, page, context)
            names.append(card.spec.name)
    return tuple(names)


@limit_of_step_put_off()
def render_now(card: CardEditor, context: TaskContext, started: datetime) -> None:
    """Stores a card as it is while the step runs; the artifacts are not part of it yet."""
    task = FinishedTask(context, None, _local(started))
    data = _data(card, str(card.rendered))

    def render() -> Optional[str]:
        try:
            return _made(card, task, None).render_runtime(task, data)
        except NotImplementedError:
            return None

    page = _page(card, task, render, data)
    if page is not None:
        _store(card, page, context)


def _final_page(card: CardEditor, task: FinishedTask, flow: Any) -> Optional[str]:
    data = _data(card, "final")

    def render() -> str:
        made = _made(card, task, flow)
        made.runtime_data = data
        page = made.render(task)
        if page is None:
            raise _NoPage(f"No information rendered from card of type {card.spec.kind}")
        return page

    return _page(card, task, render, data)


def _page(
    card: CardEditor,
    task: FinishedTask,
    render: Callable[[], Optional[str]],
    data: Mapping[str, Any],
) -> Optional[str]:
    """The page that `render` gives, or one with the reason why it gives none."""
    try:
        with limited(card.spec.timeout):
            page = render()
        return None if page is None else _with_token(card, page, data)
    except _NoPage as error:
        reason = str(error)
    except TimeoutError:
        reason = (
            f"Card rendering timed out after {card.spec.timeout} seconds. The `timeout` of the "
            f"@card decorator allows for more.\n\n{traceback.format_exc()}"
        )
    except (Exception, SystemExit):
        reason = (
            f"Card of type {card.spec.kind} is unable to be rendered with arguments "
            f"{dict(card.spec.options)}.\n\n{traceback.format_exc()}"
        )
    warn(f"Card render failed with error: {reason}")
    return ErrorCard().render(task, stack_trace=reason) if card.spec.save_errors else None


def _made(card: CardEditor, task: FinishedTask, flow: Any) -> MetaflowCard:
    if card.spec.cls is None:
        raise _NoPage(
            f"MetaflowCard named {card.spec.kind} not found. Check the `type` attribute in @card"
        )
    graph = graph_of(task.context.plan, type(flow))
    try:
        return card.spec.cls(
            options=dict(card.spec.options), components=_contents(card), graph=graph, flow=flow
        )
    except TypeError as error:
        raise _NoPage(
            f"Card of type {card.spec.kind} cannot support arguments {dict(card.spec.options)}: "
            f"{error}"
        ) from None


def _contents(card: CardEditor) -> list[Content]:
    components = card.components.values()
    contents = [render_safely(component) for component in components]
    if contents and any(isinstance(component, UserComponent) for component in components):
        contents = [section_block(None, contents)]
    return [*card.warnings, *contents]


def _data(card: CardEditor, sequence: str) -> dict[str, Any]:
    """What card types are given beside the task."""
    return {
        "user": card.user_data,
        "components": {
            component.component_id: render_safely(component)
            for component in card.components
            if component.REALTIME_UPDATABLE
        },
        "render_seq": sequence,
        "component_update_ts": card.components.changed,
    }


def _with_token(card: CardEditor, page: str, data: Mapping[str, Any]) -> str:
    token = MetaflowCard.RELOAD_POLICY_TOKEN
    return page.replace(token, f"{card.spec.name}-{data['render_seq']}") if token in page else page


def _store(card: CardEditor, page: str, context: TaskContext) -> None:
    task = context.task
    key = contract.card_key(
        context.plan.flow, context.run, task.step, task.path, context.attempt, card.spec.name
    )
    context.store.write(key, [str(page).encode()])


def _local(moment: datetime) -> datetime:
    return moment.astimezone().replace(tzinfo=None)
