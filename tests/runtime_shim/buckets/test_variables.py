"""What the environment says of object stores is checked before obstore sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.buckets.azure import open_container
from runtime_shim.buckets.errors import NoConnection
from runtime_shim.buckets.gcs import open_bucket as open_gcs
from runtime_shim.buckets.requests import retry_config
from runtime_shim.buckets.s3 import open_bucket as open_s3
from runtime_shim.buckets.variables import checked_endpoint


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:5999",
        "notaurl",
        "http://",
        "http:///x",
        "http://h:99999",
        "http://h:abc",
        "http://h:0",
        "http://a b",
        "http://h/a\n",
        "http://[::1",
        "http://1.2.3.4.5:80",
        "ftp://x",
    ],
)
def test_what_is_no_url_of_a_server(url: str) -> None:
    with pytest.raises(NoConnection) as caught:
        checked_endpoint("AWS_ENDPOINT_URL", url)
    assert str(caught.value) == (
        f"AWS_ENDPOINT_URL is `{url}`, which is no URL of a server: write it as https://HOST, "
        "http://HOST:PORT or the like."
    )


@pytest.mark.parametrize("url", ["https://ann:secret@host", "http://host?sig=secret", "secret@h"])
def test_credentials_in_an_endpoint_are_not_repeated(url: str) -> None:
    with pytest.raises(
        NoConnection, match=r"^AWS_ENDPOINT_URL has more .* without credentials"
    ) as caught:
        checked_endpoint("AWS_ENDPOINT_URL", url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9000",
        "https://s3.eu-west-1.example.org/base",
        "http://[::1]:80",
        "http://m",
    ],
)
def test_servers(url: str) -> None:
    assert checked_endpoint("X", url) == url


OPENS: dict[str, tuple[Callable[..., Any], dict[str, str]]] = {
    "METAFLOW_S3_ENDPOINT_URL": (open_s3, {}),
    "AWS_ENDPOINT_URL_S3": (open_s3, {}),
    "AWS_ENDPOINT_URL": (open_s3, {}),
    "AWS_ENDPOINT": (open_s3, {}),
    "GOOGLE_BASE_URL": (open_gcs, {}),
    "STORAGE_EMULATOR_HOST": (open_gcs, {}),
    "AZURE_STORAGE_ENDPOINT": (open_container, {}),
    "AZURE_ENDPOINT": (open_container, {}),
    "AZURITE_BLOB_STORAGE_URL": (open_container, {"AZURE_STORAGE_USE_EMULATOR": "true"}),
}


@pytest.mark.parametrize("name", OPENS)
def test_every_variable_that_names_a_server(name: str, tmp_path: Path) -> None:
    opens, others = OPENS[name]
    with pytest.raises(NoConnection, match=rf"^{name} is `.*h:99999`, which is no URL of a server"):
        opens("box", environment={"HOME": str(tmp_path), name: "h:99999", **others})


def test_the_endpoint_of_a_client(tmp_path: Path) -> None:
    with pytest.raises(NoConnection, match=r"^endpoint_url is `nowhere`"):
        open_s3("b", client={"endpoint_url": "nowhere"}, environment={"HOME": str(tmp_path)})


@pytest.mark.parametrize("text", ["abc", "-1", "1.5", "9" * 30])
def test_how_often_is_a_whole_number(text: str) -> None:
    with pytest.raises(NoConnection, match=f"^METAFLOW_S3_RETRY_COUNT is `{text}`: write a whole"):
        retry_config({"METAFLOW_S3_RETRY_COUNT": text}, 1)


def test_how_often_and_how_long() -> None:
    config = retry_config({"METAFLOW_S3_RETRY_COUNT": "3"}, 60)
    assert (config["max_retries"], config["retry_timeout"].total_seconds()) == (3, 60)
    assert retry_config({"METAFLOW_S3_RETRY_COUNT": ""}, 60)["max_retries"] > 1000
