"""FC87x: what containers must be given, and the settings do not name."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Warn


class NoRuntimeInImage(Warn):
    """Nobody names an image, and the one by default does not have what runs a step.

    Each container runs a part of flowc, the runtime. By default it is taken to be in the image,
    and Python's own image, which steps get that name none, does not have it: their tasks end at
    once. There are three ways:

    - Build an image with the runtime, on your own or another one, by the Dockerfile that
      `flowc image` writes, and name it in the setting `image`.
    - Have the runtime installed when a container starts: `runtime = "pip"`.
    - Have it copied from another image, into any image with Python: `runtime = "injected"` and
      `runtime-image`, on Kubernetes.

    Right:

        [tool.flowc]
        image = "registry.example.com/flows:7"
    """

    code = "FC870"
    title = "no runtime in the image"
    label = "steps of this flow run in `{image}`, the image by default, which has no flowc runtime"
    help = (
        "name an image that has it in the setting `image` (`flowc image` writes a Dockerfile), or "
        "set `runtime` to `pip` or `injected`"
    )

    image: str


class NoDatastore(Warn):
    """Nobody names the datastore, in which the tasks look for their code and keep what they make.

    The documents then have a name that stands for none of yours. Tasks find their code only where
    `flowc upload` has put it, so both commands have to name the same.

    Right:

        [tool.flowc]
        datastore = "s3://my-bucket/flows"
    """

    code = "FC871"
    title = "no datastore"
    label = "no datastore is named; tasks of this flow look for their code in `{datastore}`"
    help = "set `datastore` in the settings, or give `--datastore` here and to `flowc upload`"

    datastore: str
