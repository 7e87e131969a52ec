from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from runtime_shim.buckets import aws_profiles
from runtime_shim.buckets.aws_profiles import profile_config
from runtime_shim.buckets.errors import MissingLibrary, NoConnection
from runtime_shim.buckets.s3 import open_bucket
from tests.runtime_shim.store.canned import Answer, canned_server

FOUND = (("etag", '"1"'), ("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT"))


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


def test_a_profile_that_there_is_not(home: Path) -> None:
    for variable in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
        with pytest.raises(NoConnection, match=rf"^{variable} names the profile `no`, which neith"):
            profile_config({"HOME": str(home), variable: "no"})
    assert profile_config({"HOME": str(home), "AWS_PROFILE": "no", "AWS_ACCESS_KEY_ID": "x"}) == {}


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "s"}, "^AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is"),
        ({"AWS_ACCESS_KEY_ID": "k"}, "^AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not"),
        ({"AWS_ACCESS_KEY_ID": "k\n", "AWS_SECRET_ACCESS_KEY": "s"}, "^AWS_ACCESS_KEY_ID has a ch"),
        ({"AWS_SESSION_TOKEN": "a b"}, "^AWS_SESSION_TOKEN has a character"),
        ({"AWS_REGION": "eu west"}, "^AWS_REGION has a character"),
        ({"AWS_CONFIG_FILE": "config"}, "^`region` of the AWS profile or session has a character"),
    ],
)
def test_keys_that_no_request_can_be_made_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").write_text("[default]\nregion = eu west\n")
    with pytest.raises(NoConnection, match=message):
        open_bucket("b", environment={"HOME": str(tmp_path / "home"), **variables})


def test_half_a_pair_of_keys_beside_those_of_a_profile(home: Path) -> None:
    environment = {"HOME": str(home), "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": "other"}
    bucket: Any = open_bucket("b", environment=environment)
    assert bucket.config["secret_access_key"] == "SK2"


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
        ({"AWS_ENDPOINT": "http://d:1"}, "http://d:1"),
    ],
)
def test_the_endpoint_of_the_environment(
    tmp_path: Path, variables: dict[str, str], endpoint: str
) -> None:
    bucket: Any = open_bucket("b", environment={"HOME": str(tmp_path), **variables})
    assert bucket.config["endpoint_url_s3"] == endpoint
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
    assert bucket.config["endpoint_url_s3"] == "https://x.org"
    assert "allow_http" not in bucket.client_options


def test_no_variable_comes_before_the_endpoint_that_was_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """obstore looks into the environment by itself."""
    import obstore

    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    monkeypatch.setenv("METAFLOW_S3_RETRY_COUNT", "0")
    with canned_server() as server:
        server.answers = [Answer(200, b"content", FOUND)]
        keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
        bucket = open_bucket("b", session=keys, client={"endpoint_url": server.url})
        assert bytes(obstore.get(bucket, "key").bytes()) == b"content"
    assert server.asked == ["GET /b/key"]
