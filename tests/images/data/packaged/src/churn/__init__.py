"""A package with a flow in it."""
