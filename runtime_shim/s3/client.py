"""The client: `with S3(run=self) as s3: s3.put("model", blob)`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from io import BufferedIOBase, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from runtime_shim.buckets.library import OfProcess, require_library
from runtime_shim.buckets.s3 import open_bucket
from runtime_shim.errors import Unsupported
from runtime_shim.s3.errors import MetaflowS3NotFound, MetaflowS3URLException, translated
from runtime_shim.s3.objects import (
    S3GetObject,
    S3Object,
    S3PutObject,
    as_put,
    attributes_of,
    content_of,
    part_of,
)
from runtime_shim.s3.root import root_of_run
from runtime_shim.s3.transfer import Facts, Located, download, facts, in_parallel, listed, upload

if TYPE_CHECKING:
    from obstore.store import S3Store

Key = Union[str, S3GetObject, S3PutObject, None]
PutValue = Union[RawIOBase, BufferedIOBase, str, bytes]
Put = Union[tuple[str, PutValue], S3PutObject]


class S3:
    """Objects in S3, and in stores that speak its protocol.

    Keys are relative to `s3root`, or to a root for the run that `run` is (`self` in a step,
    or a `Run` of the client), whose `bucket` and `prefix` can be other ones; with none of
    these they are full `s3://` URLs. What is downloaded is in files under `tmproot` until
    `close`, which the end of a `with` block calls.
    """

    TYPE = "s3"

    def __init__(
        self,
        tmproot: Optional[str] = None,
        bucket: Optional[str] = None,
        prefix: Optional[str] = None,
        run: Any = None,
        s3root: Optional[str] = None,
        encryption: Optional[str] = None,
        session_vars: Optional[Mapping[str, Any]] = None,
        client_params: Optional[Mapping[str, Any]] = None,
        **others: Any,
    ) -> None:
        import tempfile

        require_library("S3", "s3")
        if others:
            raise Unsupported(f"S3 of flowc has no argument `{next(iter(others))}`.")
        self._s3root: Optional[str] = None
        if run:
            self._s3root = root_of_run(run, bucket, prefix)
        elif s3root:
            if not s3root.startswith("s3://"):
                raise MetaflowS3URLException(f"s3root is an s3:// URL, not {s3root}.")
            self._s3root = s3root.rstrip("/")
        encryption = encryption or os.environ.get("METAFLOW_S3_SERVER_SIDE_ENCRYPTION")
        self._connect = partial(
            open_bucket, encryption=encryption, session=session_vars, client=client_params
        )
        self._buckets: dict[str, OfProcess[S3Store]] = {}
        self._folder: Optional[str] = tempfile.mkdtemp(dir=tmproot, prefix="metaflow.s3.")

    def __enter__(self) -> S3:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Deletes what was downloaded."""
        import shutil

        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def list_paths(self, keys: Optional[Iterable[str]] = None) -> list[S3Object]:
        """The next level under each key: objects, and prefixes, which do not `exist`."""
        return self._list(keys, recursive=False)

    def list_recursive(self, keys: Optional[Iterable[str]] = None) -> list[S3Object]:
        """All objects under each key, however deep."""
        return self._list(keys, recursive=True)

    def info(self, key: Optional[str] = None, return_missing: bool = False) -> S3Object:
        """What is known of an object. Raises `MetaflowS3NotFound`."""
        return self.info_many([key], return_missing)[0]

    def info_many(
        self, keys: Iterable[Optional[str]], return_missing: bool = False
    ) -> list[S3Object]:
        """What is known of some objects. Raises `MetaflowS3NotFound`."""

        def look_up(located: Located) -> S3Object:
            found = _unless_missing(lambda: facts(located), return_missing)
            if found is None:
                return S3Object(self._s3root, located.url)
            return self._object(self._s3root, located, None, found)

        return in_parallel(look_up, [self._located(key) for key in keys])

    def get(
        self, key: Key = None, return_missing: bool = False, return_info: bool = True
    ) -> S3Object:
        """Downloads an object, or a part of one (`S3GetObject`). Raises `MetaflowS3NotFound`."""
        return self.get_many([key], return_missing, return_info)[0]

    def get_many(
        self, keys: Iterable[Key], return_missing: bool = False, return_info: bool = True
    ) -> list[S3Object]:
        """Downloads objects, or parts of them, in parallel. Raises `MetaflowS3NotFound`."""

        def fetch(wanted: tuple[Located, Any]) -> S3Object:
            found = _unless_missing(lambda: self._fetch(*wanted), return_missing)
            if found is None:
                return S3Object(self._s3root, wanted[0].url)
            path, info = found
            return self._object(self._s3root, wanted[0], path, info if return_info else None)

        return in_parallel(fetch, [(self._located(key), part_of(key)) for key in keys])

    def get_recursive(
        self, keys: Iterable[Optional[str]], return_info: bool = False
    ) -> list[S3Object]:
        """Downloads all objects under each key. Without information their keys are relative to it.

        A key is a folder: unlike in Metaflow, `a` does not also stand for `abc`.
        """

        def fetch(wanted: tuple[str, Located]) -> S3Object:
            prefix, located = wanted
            path, info = self._fetch(located, None)
            if return_info:
                return self._object(self._s3root, located, path, info)
            return S3Object(prefix, located.url, path)

        found = self._found(keys, recursive=True)
        return in_parallel(fetch, [(prefix, self._place(url)) for prefix, url, _ in found])

    def get_all(self, return_info: bool = False) -> list[S3Object]:
        """Downloads all objects under the root."""
        if self._s3root is None:
            raise MetaflowS3URLException("get_all() needs an S3 with an `s3root` or a `run`.")
        return self.get_recursive([None], return_info)

    def put(
        self,
        key: Union[str, S3PutObject],
        obj: PutValue,
        overwrite: bool = True,
        content_type: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
    ) -> str:
        """Stores bytes, text or a file, and gives the URL.

        Without `overwrite` an object that is there already stays.
        """
        located = self._located(key)
        content = content_of(key if isinstance(key, str) else key.key, obj)
        self._put([(located, content, attributes_of(content_type, metadata))], overwrite)
        return located.url

    def put_many(self, key_objs: Iterable[Put], overwrite: bool = True) -> list[tuple[str, str]]:
        """Stores values in parallel; gives the key and the URL of each one that was stored."""
        return self._put_all(
            [(put, content_of(put.key, put.value)) for put in map(as_put, key_objs)], overwrite
        )

    def put_files(
        self, key_paths: Iterable[Union[tuple[str, str], S3PutObject]], overwrite: bool = True
    ) -> list[tuple[str, str]]:
        """Stores files in parallel; gives the key and the URL of each one that was stored."""
        puts = [
            put if isinstance(put, S3PutObject) else S3PutObject(put[0], path=put[1])
            for put in key_paths
        ]
        for put in puts:
            if not Path(str(put.path)).exists():
                raise MetaflowS3NotFound(f"Local file not found: {put.path}")
        return self._put_all([(put, Path(str(put.path)).resolve()) for put in puts], overwrite)

    def _put_all(
        self, puts: list[tuple[S3PutObject, Any]], overwrite: bool
    ) -> list[tuple[str, str]]:
        uploads = [
            (self._located(put.key), content, attributes_of(put.content_type, put.metadata))
            for put, content in puts
        ]
        stored = self._put(uploads, overwrite)
        return [
            (put.key, located.url)
            for (put, _), (located, _, _), done in zip(puts, uploads, stored)  # noqa: B905
            if done
        ]

    def _put(self, uploads: list[tuple[Located, Any, Any]], overwrite: bool) -> list[bool]:
        def store(wanted: tuple[Located, Any, Any]) -> bool:
            located = wanted[0]
            if not overwrite and _unless_missing(lambda: facts(located), True) is not None:
                return False
            upload(*wanted)
            return True

        return in_parallel(store, uploads)

    def _list(self, keys: Optional[Iterable[str]], recursive: bool) -> list[S3Object]:
        found = self._found([None] if keys is None else keys, recursive)
        return [S3Object(prefix, url, size=size) for prefix, url, size in found]

    def _found(
        self, keys: Iterable[Optional[str]], recursive: bool
    ) -> list[tuple[str, str, Optional[int]]]:
        """For each key the URL that was asked for, and those under it with their sizes."""

        def look(folder: Located) -> list[tuple[str, str, Optional[int]]]:
            root = folder.url[: len(folder.url) - len(folder.key)] if folder.key else folder.url
            return [
                (folder.url, f"{root.rstrip('/')}/{path}", size)
                for path, size in listed(folder, recursive)
            ]

        folders = [self._place(self._url(key).rstrip("/")) for key in keys]
        return [entry for entries in in_parallel(look, folders) for entry in entries]

    def _fetch(self, located: Located, part: Any) -> tuple[str, Facts]:
        import tempfile

        handle, path = tempfile.mkstemp(dir=self._folder, prefix="metaflow.s3.file.")
        os.close(handle)
        try:
            return path, download(located, part, Path(path))
        except BaseException:
            Path(path).unlink()
            raise

    def _object(
        self, prefix: Optional[str], located: Located, path: Optional[str], info: Optional[Facts]
    ) -> S3Object:
        if info is None:
            return S3Object(prefix, located.url, path)
        return S3Object(
            prefix,
            located.url,
            path,
            size=info.size,
            content_type=info.content_type,
            metadata=info.metadata,
            range_info=info.range_info if path else None,
            last_modified=info.last_modified,
        )

    def _located(self, key: Key) -> Located:
        """The object of a key; raises `MetaflowS3URLException` for a folder."""
        url = self._url(key)
        if url.endswith("/"):
            raise MetaflowS3URLException(f"{url} ends with a slash: it names a folder, no object.")
        return self._place(url)

    def _place(self, url: str) -> Located:
        bucket, _, path = url[len("s3://") :].partition("/")
        if bucket not in self._buckets:
            self._buckets[bucket] = OfProcess(partial(self._connect, bucket))
        with translated(url):
            return Located(self._buckets[bucket].get(), path.lstrip("/"), url)

    def _url(self, given: Key) -> str:
        key = given.key if isinstance(given, (S3GetObject, S3PutObject)) else given
        if self._s3root is None:
            if key and key.startswith("s3://") and "/" in key[len("s3://") :]:
                return key
            raise MetaflowS3URLException(
                f"{key} is no full URL, such as s3://bucket/key. Make the client with S3(run=self) "
                "or S3(s3root=...) for keys that are relative to a root."
            )
        if key and key.startswith("s3://"):
            raise MetaflowS3URLException(
                f"{key} is a full URL, and this S3 has a root: its keys are relative to that."
            )
        return f"{self._s3root}/{key.lstrip('/')}" if key else self._s3root


def _unless_missing(action: Callable[[], Any], return_missing: bool) -> Any:
    try:
        return action()
    except MetaflowS3NotFound:
        if return_missing:
            return None
        raise
