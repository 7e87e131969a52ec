"""The setting `datastore`, as containers have to find it."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.settings import Settings
from runtime_shim.buckets.urls import NoPlace, place_of
from runtime_shim.local_datastore import is_url

_FOLDER = (
    "in each container that is another folder; it is to be a URL, such as s3://BUCKET/FOLDER, or "
    "the absolute path of a folder that all of them share"
)


def datastore_problems(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """The setting, its value, and what is wrong with it; of a URL, in which there may be a
    secret, only the beginning."""
    root = settings.datastore_root
    if not is_url(root):
        if not (root.startswith("/") and root.isprintable()):
            yield "datastore", root, _FOLDER
        return
    try:
        place_of(root)
    except NoPlace as error:
        yield "datastore", f"{root.partition(':')[0]}:...", str(error)
