"""The partition of AWS, which in China and in GovCloud is another one.

A state fails as soon as it is entered where its `Resource` is of another partition than its run.
The document has that of all other regions: no tool of Step Functions' takes anything else there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_RESOURCE = re.compile(r'"Resource":"arn:aws:states:::([\w:.-]+)"', re.ASCII)


def with_resources(definition: str, resource: Callable[[str], str]) -> str:
    """A machine as compact JSON, with what `resource` gives for each name of an action.

    >>> text = '{"Resource":"arn:aws:states:::s3:getObject"}'
    >>> with_resources(text, lambda action: f"arn:aws-cn:states:::{action}")
    '{"Resource":"arn:aws-cn:states:::s3:getObject"}'
    """
    return _RESOURCE.sub(lambda found: f'"Resource":"{resource(found[1])}"', definition)
