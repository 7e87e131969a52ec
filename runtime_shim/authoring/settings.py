"""What `metaflow.metaflow_config` has: settings, as environment variables give them."""

from __future__ import annotations

import os


def __getattr__(name: str) -> str:
    if not name.isupper():
        raise AttributeError(name)
    value = os.environ.get(f"METAFLOW_{name}")
    if value is None:
        raise AttributeError(
            f"the setting {name} of Metaflow is not set: flowc takes it from the environment "
            f"variable METAFLOW_{name}, and reads no configuration file of Metaflow."
        )
    return value
