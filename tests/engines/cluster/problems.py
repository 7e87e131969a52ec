"""What can be wrong with the cluster."""

from __future__ import annotations


class ClusterError(Exception):
    """Says in whole sentences what is wrong, and what to do."""
