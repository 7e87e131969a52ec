"""A flow and its steps, as mutators see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional

from runtime_shim.authoring.added import check_added, check_removed
from runtime_shim.authoring.marks import KINDS, Decoration, Kind
from runtime_shim.authoring.user_decorators import (
    Spec,
    UserDecorator,
    find_user_decorator,
    matches,
    parse_spec,
    short_name,
)
from runtime_shim.exceptions import MetaflowException

Lists = tuple[list[Any], ...]


class Mutable:
    """The decorators of a step or a flow, to look at and to change."""

    IGNORE = 1
    """What a second decorator of one kind means: it is left out, the first one stays;"""
    ERROR = 2
    """`DuplicateStepDecoratorException` or `DuplicateFlowDecoratorException` is raised;"""
    OVERRIDE = 3
    """or it takes the place of the first one."""

    def __init__(self, by: str, early: bool) -> None:
        self._by = by
        self._early = early

    @property
    def decorator_specs(self) -> Iterator[Spec]:
        """Short name, full name, arguments by position and arguments by name of each."""
        for decoration in self._decorations():
            kind = f"metaflow.{decoration.name}"
            yield decoration.name, kind, [], decoration.attributes
        seen: set[int] = set()
        for user in (user for held in self._user_lists() for user in held):
            if id(user) not in seen:
                seen.add(id(user))
                yield (*_names(user), *user.get_args_kwargs())

    def has_decorator(self, name: str) -> bool:
        """Whether there is a decorator of that short name, or with a dot in it full name."""
        return bool(self.get_decorator_specs(name))

    def get_decorator_specs(self, name: str) -> list[Spec]:
        """Those of `decorator_specs` that have the name."""
        return [spec for spec in self.decorator_specs if matches((spec[0], spec[1]), name)]

    def add_decorator(
        self,
        deco_type: Any,
        deco_args: Optional[Sequence[Any]] = None,
        deco_kwargs: Optional[Mapping[str, Any]] = None,
        duplicates: int = IGNORE,
    ) -> Any:
        """Adds a decorator: one that flowc exports, a class of the user's, or a text.

        A text is a name, or a name with arguments such as `timeout:seconds=30`. Returns
        what was added, or None where `duplicates` says to leave it out. Raises
        `MetaflowException` for one that comes too late to act on (`added`).
        """
        arguments, named = list(deco_args or ()), dict(deco_kwargs or {})
        if isinstance(deco_type, str):
            name, given, given_named = parse_spec(deco_type)
            if (given or given_named) and (arguments or named):
                raise MetaflowException(
                    f"`{deco_type}` has its arguments in the text; give no others beside it."
                )
            arguments, named = given or arguments, given_named or named
            deco_type = self._found(name)
        if isinstance(deco_type, type) and issubclass(deco_type, UserDecorator):
            return self._add_user(deco_type, arguments, named, duplicates)
        if not self._is_kind(deco_type):
            raise TypeError(f"add_decorator takes a decorator, and {deco_type!r} is none here.")
        if arguments:
            raise MetaflowException(f"@{deco_type.name} takes its arguments by name.")
        return self._add(deco_type, named, duplicates)

    def remove_decorator(
        self,
        deco_name: str,
        deco_args: Optional[Sequence[Any]] = None,
        deco_kwargs: Optional[Mapping[str, Any]] = None,
    ) -> bool:
        """Removes all decorators of a name, or those with just these arguments; tells whether
        there were any."""
        wanted = (
            None
            if deco_args is None and deco_kwargs is None
            else (list(deco_args or ()), dict(deco_kwargs or {}))
        )
        held = self._decorations()
        gone = [
            decoration
            for decoration in held
            if decoration.name == deco_name and wanted in (None, ([], decoration.attributes))
        ]
        if any(not decoration.added for decoration in gone):
            check_removed(deco_name, self._step(), self._by)
        held[:] = [decoration for decoration in held if decoration not in gone]
        users = {
            id(user): user
            for users in self._user_lists()
            for user in users
            if matches(_names(user), deco_name) and wanted in (None, user.get_args_kwargs())
        }
        for user in users.values():
            self._check_late(type(user), "removed")
            self._drop(user)
        return bool(gone or users)

    def _add(self, kind: Kind, named: Mapping[str, Any], duplicates: int) -> Optional[Decoration]:
        held = self._decorations()
        before = [decoration for decoration in held if decoration.name == kind.name]
        if before and not kind.repeatable and not self._replaces(kind.name, duplicates):
            return None
        check_added(kind.name, self._step(), self._by)
        if before and not kind.repeatable:
            held[:] = [decoration for decoration in held if decoration not in before]
        decoration = kind.decoration(named, added=True)
        held.append(decoration)
        return decoration

    def _add_user(
        self, cls: type[UserDecorator], arguments: list[Any], named: dict[str, Any], duplicates: int
    ) -> Optional[UserDecorator]:
        self._check_late(cls, "added")
        before = [
            user
            for users in self._user_lists()
            for user in users
            if user.decorator_name == cls.decorator_name
        ]
        if before and not self._replaces(cls.decorator_name, duplicates):
            return None
        for user in before:
            self._drop(user)
        added: UserDecorator = cls(*arguments, **named)
        added.external_init()
        self._attach(added)
        return added

    def _replaces(self, name: str, duplicates: int) -> bool:
        """Whether a second decorator takes the place of the first; raises where it must not."""
        if duplicates == self.ERROR:
            raise self._duplicate(name)
        if duplicates not in (self.IGNORE, self.OVERRIDE):
            raise ValueError(f"duplicates is IGNORE, ERROR or OVERRIDE, not {duplicates!r}")
        return duplicates == self.OVERRIDE

    def _drop(self, user: UserDecorator) -> None:
        for users in self._user_lists():
            users[:] = [other for other in users if other is not user]

    def _found(self, name: str) -> Any:
        found = KINDS.get(name) or find_user_decorator(name)
        if found is None and "." in name:
            from importlib import import_module

            module, _, attribute = name.rpartition(".")
            try:
                found = getattr(import_module(module), attribute, None)
            except ImportError as error:
                raise MetaflowException(f"`{module}` cannot be imported: {error}.") from error
        if found is None:
            raise self._unknown(name)
        return found

    # --- what a step and a flow each do in their own way -----------------------------

    def _decorations(self) -> list[Decoration]:
        raise NotImplementedError

    def _user_lists(self) -> Lists:
        raise NotImplementedError

    def _attach(self, user: UserDecorator) -> None:
        raise NotImplementedError

    def _step(self) -> Optional[Any]:
        raise NotImplementedError

    def _is_kind(self, value: object) -> bool:
        raise NotImplementedError

    def _check_late(self, cls: type[UserDecorator], done: str) -> None:
        raise NotImplementedError

    def _duplicate(self, name: str) -> Exception:
        raise NotImplementedError

    def _unknown(self, name: str) -> Exception:
        raise NotImplementedError


def _names(user: UserDecorator) -> tuple[str, str]:
    return short_name(type(user)), user.decorator_name
