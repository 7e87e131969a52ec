"""The cards that tasks have left: `get_cards` of Metaflow's client."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Optional, Union

from runtime_shim import contract
from runtime_shim.exceptions import MetaflowException
from runtime_shim.manifest import TaskId
from runtime_shim.store import Store

_FILE = re.compile(r"^(\d+)-((\w+?)(?:-(\w+))?(?:\.\d+)?)\.html$", re.ASCII)


class CardNotPresentException(MetaflowException):
    """The task has no cards."""

    headline = "Card not found in datastore"


class IncorrectArgumentException(MetaflowException):
    """`get_cards` was given something that is no task."""

    headline = "`get_cards` takes a `Task` or its pathspec"


class IncorrectPathspecException(MetaflowException):
    """A pathspec is not of the form `flow/run/step/task`."""

    headline = "Pathspec is required of form `flowname/runid/stepname/taskid`"


class Card:
    """One card: an HTML page, read when it is asked for."""

    def __init__(
        self,
        store: Store,
        path: str,
        type: str,  # noqa: A002 - Metaflow's name
        id: Optional[str],  # noqa: A002
        origin_pathspec: Optional[str] = None,
    ) -> None:
        self.type = type
        self.hash = hashlib.sha256(path.encode()).hexdigest()[:32]
        self.origin_pathspec = origin_pathspec
        self.from_resumed = origin_pathspec is not None
        self._store = store
        self._path = path
        self._id = id
        self._shown: Any = None

    @property
    def path(self) -> str:
        """Its key in the datastore."""
        return self._path

    @property
    def id(self) -> Optional[str]:
        """Of `@card(id=...)`."""
        return self._id

    def get(self) -> str:
        """The page. While its task runs it may be another one each time."""
        return self._store.read(self._path).decode()

    def get_data(self) -> None:
        """Updates are not kept beside the page: they are part of it."""

    def view(self) -> None:
        """Opens the page in a browser, from a file that lasts as long as this object."""
        import webbrowser
        from pathlib import Path

        self._shown = tempfile.NamedTemporaryFile(suffix=".html")  # noqa: SIM115
        self._shown.write(self.get().encode())
        self._shown.flush()
        webbrowser.open(Path(self._shown.name).as_uri())

    def __str__(self) -> str:
        return f"<Card at '{self._path}'>"

    def _repr_html_(self) -> str:
        style = "width:100%;height:40rem;border:0"
        return f'<iframe sandbox style="{style}" srcdoc="{escape(self.get())}"></iframe>'


class CardContainer(Sequence[Card]):
    """The cards of a task."""

    def __init__(self, cards: Sequence[Card], origin_pathspec: Optional[str] = None) -> None:
        self._cards = cards
        self.origin_pathspec = origin_pathspec
        self.from_resumed = origin_pathspec is not None

    def __len__(self) -> int:
        return len(self._cards)

    def __getitem__(self, index: Any) -> Any:
        return self._cards[index]

    def _repr_html_(self) -> str:
        return "\n".join(f"<h3>{escape(card.type)}</h3>{card._repr_html_()}" for card in self)


def get_cards(
    task: Union[str, Any],
    id: Optional[str] = None,  # noqa: A002 - Metaflow's names
    type: Optional[str] = None,  # noqa: A002
    follow_resumed: bool = True,
) -> CardContainer:
    """The cards of a task: of its newest attempt that has any, unless it is of one attempt.

    Raises `CardNotPresentException` where it has none at all, an empty container where none
    has the id and the type.
    """
    found = _task(task)
    origin = _origin(found) if follow_resumed else None
    shown = found if origin is None else _task(origin)
    flow, run, step, path = shown.pathspec.split("/")
    identity = TaskId(step, "" if path == "-" else path)
    cards = list(find_cards(shown._scope.store, flow, run, identity, shown._attempt, origin))
    if not cards:
        raise CardNotPresentException(f"The task {found.pathspec} has no card.")
    wanted = [card for card in cards if (id is None or card.id == id) and type in (None, card.type)]
    return CardContainer(wanted, origin)


def find_cards(
    store: Store,
    flow: str,
    run: str,
    task: TaskId,
    attempt: Optional[int] = None,
    origin_pathspec: Optional[str] = None,
) -> Iterator[Card]:
    """The cards of an attempt, by name; without a number of the newest one that has any."""
    folder = f"{contract.task_folder(flow, run, task.step, task.path)}/cards"
    files = [match for match in map(_FILE.match, store.list(folder)) if match]
    attempt = max((int(file.group(1)) for file in files), default=0) if attempt is None else attempt
    for file in files:
        number, name, kind, identifier = file.groups()
        if int(number) == attempt:
            path = contract.card_key(flow, run, task.step, task.path, attempt, name)
            yield Card(store, path, kind, identifier, origin_pathspec)


def _task(task: Union[str, Any]) -> Any:
    from runtime_shim.client import Task

    if isinstance(task, Task):
        return task
    if not isinstance(task, str):
        raise IncorrectArgumentException(
            f"get_cards takes a Task or its pathspec, not {type(task).__name__}."
        )
    if task.count("/") != 3:
        raise IncorrectPathspecException(
            f"The pathspec {task} is invalid: it is of the form `flowname/runid/stepname/taskid`."
        )
    return Task(task, _namespace_check=False)


def _origin(task: Any) -> Optional[str]:
    """The task that `resume` reused, or one that this one in turn did; None without resume."""
    origin: Optional[str] = task.origin_pathspec
    return None if origin is None else _origin(_task(origin)) or origin
