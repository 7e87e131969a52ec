"""What `metaflow.integrations` has."""

from __future__ import annotations

from runtime_shim.authoring.missing import Missing

ArgoEvent = Missing("ArgoEvent", "post the event to the URL of your event source")
