"""Looks after a datastore: whether everything works in it, and what in it nobody needs."""
