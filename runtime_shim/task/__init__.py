"""Runs one attempt of one task."""
