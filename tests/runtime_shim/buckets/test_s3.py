from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from runtime_shim.buckets import aws_profiles
from runtime_shim.buckets.aws_profiles import profile_config
from runtime_shim.buckets.library import MissingLibrary
from runtime_shim.buckets.s3 import open_bucket


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(
        "[default]\naws_access_key_id = AK\naws_secret_access_key = SK%\n"
        "[other]\naws_access_key_id = AK2\naws_secret_access_key = SK2\naws_session_token = T2\n"
    )
    (folder / "config").write_text(
        "[default]\nregion = eu-west-1\n[profile other]\nregion = us-west-2\n"
        "[profile sso]\nsso_start_url = https://x.org\n"
    )
    return tmp_path


def test_the_keys_and_the_region_of_a_profile(home: Path) -> None:
    environment = {"HOME": str(home)}
    assert profile_config(environment) == {
        "access_key_id": "AK",
        "secret_access_key": "SK%",
        "region": "eu-west-1",
    }
    assert profile_config({**environment, "AWS_PROFILE": "other"}) == {
        "access_key_id": "AK2",
        "secret_access_key": "SK2",
        "session_token": "T2",
        "region": "us-west-2",
    }


@pytest.mark.parametrize(
    "variables",
    [
        {"AWS_ACCESS_KEY_ID": "x"},
        {"AWS_ACCESS_KEY_ID": "x", "AWS_PROFILE": "other"},
        {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token"},
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://x"},
    ],
)
def test_keys_of_the_environment_come_first(home: Path, variables: dict[str, str]) -> None:
    config = profile_config({"HOME": str(home), "AWS_REGION": "r", **variables})
    assert config == {}


def test_a_profile_without_keys_takes_boto3(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"HOME": str(home), "AWS_PROFILE": "sso"}
    monkeypatch.setattr(aws_profiles, "find_spec", lambda name: None)
    with pytest.raises(MissingLibrary, match=r"pip install 'flowc\[aws\]'"):
        profile_config(environment)
    boto3: Any = ModuleType("boto3")
    boto3.Session = lambda profile_name: f"session of {profile_name}"
    auth: Any = ModuleType("obstore.auth.boto3")
    auth.Boto3CredentialProvider = lambda session: f"provider of the {session}"
    monkeypatch.setitem(sys.modules, "boto3", boto3)
    monkeypatch.setitem(sys.modules, "obstore.auth.boto3", auth)
    monkeypatch.setattr(aws_profiles, "find_spec", lambda name: object())
    assert profile_config(environment) == {"provider": "provider of the session of sso"}


def test_files_that_are_missing_or_damaged(tmp_path: Path) -> None:
    assert profile_config({"HOME": str(tmp_path)}) == {}
    damaged = tmp_path / "config"
    damaged.write_text("no section\n")
    assert profile_config({"HOME": str(tmp_path), "AWS_CONFIG_FILE": str(damaged)}) == {}


@pytest.mark.parametrize(
    ("variables", "endpoint"),
    [
        ({"AWS_ENDPOINT_URL": "http://a:1"}, "http://a:1"),
        ({"AWS_ENDPOINT_URL": "http://a:1", "AWS_ENDPOINT_URL_S3": "http://b:1"}, "http://b:1"),
        ({"METAFLOW_S3_ENDPOINT_URL": "http://c:1", "AWS_ENDPOINT_URL": "http://a"}, "http://c:1"),
    ],
)
def test_the_endpoint_of_the_environment(
    tmp_path: Path, variables: dict[str, str], endpoint: str
) -> None:
    bucket: Any = open_bucket("b", environment={"HOME": str(tmp_path), **variables})
    assert bucket.config["endpoint"] == endpoint
    assert bucket.client_options["allow_http"]


def test_what_is_given_comes_before_the_environment(home: Path) -> None:
    bucket: Any = open_bucket(
        "b",
        session={"aws_access_key_id": "given", "aws_secret_access_key": "s"},
        client={"endpoint_url": "https://x.org", "region_name": "r-1"},
        environment={"HOME": str(home), "AWS_ENDPOINT_URL": "http://a"},
    )
    assert bucket.config["access_key_id"] == "given"
    assert bucket.config["region"] == "r-1"
    assert bucket.config["endpoint"] == "https://x.org"
    assert "allow_http" not in bucket.client_options
