"""`S3` as in Metaflow: objects by URL, by prefix or by run, many of them at once.

It stands on obstore, the library of the extra `s3`, which is imported when somebody makes
an `S3`.
"""

from __future__ import annotations

from runtime_shim.s3.client import S3
from runtime_shim.s3.errors import (
    MetaflowS3AccessDenied,
    MetaflowS3Exception,
    MetaflowS3InsufficientDiskSpace,
    MetaflowS3InvalidObject,
    MetaflowS3InvalidRange,
    MetaflowS3NotFound,
    MetaflowS3URLException,
)
from runtime_shim.s3.objects import RangeInfo, S3GetObject, S3Object, S3PutObject

__all__ = [
    "S3",
    "MetaflowS3AccessDenied",
    "MetaflowS3Exception",
    "MetaflowS3InsufficientDiskSpace",
    "MetaflowS3InvalidObject",
    "MetaflowS3InvalidRange",
    "MetaflowS3NotFound",
    "MetaflowS3URLException",
    "RangeInfo",
    "S3GetObject",
    "S3Object",
    "S3PutObject",
]
