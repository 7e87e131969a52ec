"""What a URL must be to name the place of a datastore."""

from __future__ import annotations

import pytest

from runtime_shim.buckets.urls import NoPlace, place_of


@pytest.mark.parametrize(
    ("url", "bucket", "prefix"),
    [
        ("s3://bucket", "s3://bucket", ""),
        ("s3://my.bucket_1//", "s3://my.bucket_1", ""),
        ("gs://bucket/a@b/c d/", "gs://bucket", "a@b/c d/"),
        ("az://box/x", "az://box", "x/"),
        ("abfss://box@acc.dfs.core.windows.net/x", "abfss://box@acc.dfs.core.windows.net", "x/"),
        ("abfs://box/x", "abfs://box", "x/"),
    ],
)
def test_places(url: str, bucket: str, prefix: str) -> None:
    place = place_of(url)
    assert (place.bucket, place.prefix) == (bucket, prefix)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "http://host/x",
            "there is no datastore for `http://`; name a folder, or a URL with s3://",
        ),
        ("foo://x", "there is no datastore for `foo://`"),
        ("SECRET x://y", "there is no datastore of such a URL"),
        ("s3://", "the URL of the datastore names no place: write s3://BUCKET/FOLDER"),
        ("s3:/bucket", "names no place: write s3://BUCKET/FOLDER"),
        ("s3:///folder", "names no place"),
        ("s3://-/x", "names no place"),
        ("s3://bucket/a//x", "names no place"),
        ("s3://bucket/../x", "names no place"),
        ("s3://bucket/x\n", "names no place"),
        (
            "abfss://box@/x",
            "names no place: write abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/F",
        ),
        (
            "s3://ann:SECRET@bucket",
            "has more in it than a place: write s3://BUCKET/FOLDER, and leav",
        ),
        ("s3://SECRET@bucket/x", "has more in it"),
        ("s3://ann:SE/CRET@bucket/x", "has more in it"),
        ("s3://bucket/x?key=SECRET", "has more in it"),
        ("gs://bucket#SECRET", "has more in it"),
        ("az://box?sig=SECRET", "has more in it"),
        ("abfss://SECRET:x@acc.dfs.core.windows.net/x", "has more in it"),
    ],
)
def test_urls_that_name_no_place(url: str, message: str) -> None:
    with pytest.raises(NoPlace) as caught:
        place_of(url)
    assert message in str(caught.value)
    assert "SECRET" not in str(caught.value)
