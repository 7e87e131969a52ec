"""Images by what they are for."""

from . import REGISTRY

VERSION = "2026.1"
TRAIN = f"{REGISTRY}/train:{VERSION}"


def image(purpose):
    return f"{REGISTRY}/{purpose}:{VERSION}"
