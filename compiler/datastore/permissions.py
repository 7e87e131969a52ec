"""What each kind of store calls the permission for an operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Need = Literal["write", "read", "list", "overwrite", "large", "abort", "delete"]

_BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"

# Sources: AWS, "Actions, resources, and condition keys for Amazon S3"; Google, "IAM permissions
# for XML requests"; Azure, "Permissions for calling data operations".
_S3: Mapping[Need, str] = {
    "write": "s3:PutObject",
    "read": "s3:GetObject",
    "list": "s3:ListBucket",
    "overwrite": "s3:PutObject",
    "large": "s3:PutObject",
    "abort": "s3:AbortMultipartUpload",
    "delete": "s3:DeleteObject",
}
_GCS: Mapping[Need, str] = {
    "write": "storage.objects.create",
    "read": "storage.objects.get",
    "list": "storage.objects.list",
    "overwrite": "storage.objects.delete",
    "large": "storage.multipartUploads.create",
    "abort": "storage.multipartUploads.abort",
    "delete": "storage.objects.delete",
}
_AZURE: Mapping[Need, str] = {
    "write": f"{_BLOBS}/write",
    "read": f"{_BLOBS}/read",
    "list": f"{_BLOBS}/read",
    "overwrite": f"{_BLOBS}/write",
    "large": f"{_BLOBS}/write",
    "abort": f"{_BLOBS}/write",
    "delete": f"{_BLOBS}/delete",
}
_FOLDER: Mapping[Need, str] = {
    "write": "to write in the folder",
    "read": "to read the folder",
    "list": "to read the folder",
    "overwrite": "to write in the folder",
    "large": "to write in the folder",
    "abort": "to write in the folder",
    "delete": "to write in the folder",
}
_BY_SCHEME = {"s3": _S3, "gs": _GCS, "az": _AZURE, "abfs": _AZURE, "abfss": _AZURE}


def permission_of(root: str, need: Need) -> str:
    """What a datastore of that root calls it.

    >>> permission_of("s3://bucket/flows", "list"), permission_of("/flows", "delete")
    ('s3:ListBucket', 'to write in the folder')
    """
    scheme, separator, _ = root.partition("://")
    return (_BY_SCHEME[scheme] if separator else _FOLDER)[need]
