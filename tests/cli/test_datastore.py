from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.aws import Aws
from tests.cli.conftest import Flowc


def test_a_folder(store: Path, flowc: Flowc) -> None:
    result = flowc("datastore", "check")
    assert (result.code, result.err) == (0, "")
    header, first, *rest = result.out.splitlines()
    assert header.split() == ["OPERATION", "RESULT", "TIME", "PERMISSION"]
    assert first.split()[:2] == ["write", "works"]
    assert len(rest) == 9


def test_what_is_wrong_is_told_below(
    store: Path, flowc: Flowc, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in aws.user("s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload").items():
        monkeypatch.setenv(name, value)
    url = f"s3://{aws.bucket()}/flows"
    with aws.enforcing():
        result = flowc("datastore", "check", url)
        found = json.loads(flowc("datastore", "check", url, "--format", "json").out)
    assert result.code == 1
    text = result.out
    assert "\nlist: " in text
    assert "Missing: s3:ListBucket." in text
    assert "Missing: s3:DeleteObject." in text
    assert "`flowc gc` does not" in text
    assert f"This is left in {url}: flowc-check-" in text
    assert (found["datastore"], found["works"], len(found["left"])) == (url, False, 3)
    (delete,) = [one for one in found["operations"] if one["operation"] == "delete"]
    assert (delete["state"], delete["permission"]) == ("denied", "s3:DeleteObject")


def test_a_url_of_no_store(store: Path, flowc: Flowc) -> None:
    result = flowc("datastore", "check", "ftp://host/folder")
    assert result.code == 2
    assert "no datastore for `ftp://`" in result.err


def test_help(flowc: Flowc) -> None:
    assert "check" in flowc("datastore", "--help").out
    assert "Compiled flows use the setting" in flowc("datastore", "check", "--help").out
    assert flowc("datastore", "chek").code == 2
