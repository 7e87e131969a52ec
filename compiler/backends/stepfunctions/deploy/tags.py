"""The tags by which a deployment knows its own, and does not touch what is another's."""

DEPLOYMENT = "flowc:deployment"
"""The name of the state machine that a thing belongs to."""
FLOW = "flowc:flow"
"""Which flow's state machine it is: settings may give two flows one name."""
DIGEST = "flowc:digest"
"""The sha256 of what it was made from."""
