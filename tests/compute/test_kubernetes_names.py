from __future__ import annotations

import pytest

from compiler.compute.kubernetes_names import (
    is_dns_label,
    is_dns_subdomain,
    is_extended_resource,
    is_label_value,
    is_mount_path,
    is_qualified_name,
    is_variable,
)


@pytest.mark.parametrize("text", ["a", "team-1", "a" * 63])
def test_dns_labels(text: str) -> None:
    assert is_dns_label(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "A", "a.b", "a_b", "a" * 64, "ü", "a\n"])
def test_no_dns_labels(text: str) -> None:
    assert not is_dns_label(text)


def test_subdomains_are_labels_joined_by_dots() -> None:
    assert is_dns_subdomain("shop.prod.train-flow")
    assert is_dns_subdomain("a" * 253)
    for text in ("a..b", ".a", "a.", "a.-b", "a" * 254, "a\n"):
        assert not is_dns_subdomain(text)


def test_label_values_may_be_empty_and_have_63_characters() -> None:
    for text in ("", "v1.2_x", "A" * 63):
        assert is_label_value(text)
    for text in ("-a", "a.", "a b", "a/b", "{{x}}", "A" * 64, "a\n"):
        assert not is_label_value(text)


def test_qualified_names_may_have_a_domain() -> None:
    for text in ("team", "example.org/team", "a_b.C"):
        assert is_qualified_name(text)
    for text in ("", "/team", "Example.org/team", "a/b/c", "a/", "a b", "a" * 64):
        assert not is_qualified_name(text)


def test_extended_resources_have_a_domain_of_their_own() -> None:
    assert is_extended_resource("vpc.amazonaws.com/efa")
    for text in ("efa", "kubernetes.io/efa", "x.kubernetes.io/efa", "a b/efa"):
        assert not is_extended_resource(text)


def test_variables() -> None:
    for text in ("PATH", "_x", "a.b-c"):
        assert is_variable(text)
    for text in ("", "1A", "A=B", "A B", "Ä"):
        assert not is_variable(text)


def test_mount_paths() -> None:
    assert is_mount_path("/mnt/data")
    for text in ("mnt", "/a:b", "", "/a\0b"):
        assert not is_mount_path(text)
