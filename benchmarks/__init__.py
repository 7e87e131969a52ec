"""How fast flowc is, beside Metaflow in the same run."""
