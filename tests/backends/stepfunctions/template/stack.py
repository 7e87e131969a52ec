"""CloudFormation templates as tests read them."""

from __future__ import annotations

from typing import Any

import yaml


class Stack(dict[str, Any]):
    """A template, with its functions as texts such as `!Ref JobQueue`."""

    def properties(self, resource: str) -> dict[str, Any]:
        """Those of a resource."""
        found: dict[str, Any] = self["Resources"][resource]["Properties"]
        return found

    def of_type(self, kind: str) -> dict[str, Any]:
        """The resources of a type, by name."""
        return {name: one for name, one in self["Resources"].items() if one["Type"] == kind}

    def statements(self, role: str) -> list[dict[str, Any]]:
        """What a role may do."""
        (policy,) = self.properties(role)["Policies"]
        found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
        return found


class _Loader(yaml.SafeLoader):
    pass


def _function(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return f"!{tag} {loader.construct_scalar(node)}"
    assert isinstance(node, yaml.SequenceNode)
    return [f"!{tag}", *loader.construct_sequence(node, deep=True)]


_Loader.add_multi_constructor("!", _function)


def stack_of(text: str) -> Stack:
    """The stack of a template's text."""
    return Stack(yaml.load(text, Loader=_Loader))
