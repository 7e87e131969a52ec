"""Connections to object stores, by obstore: what the datastore and Metaflow's `S3` share."""
