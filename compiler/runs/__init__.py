"""What a datastore knows of the runs in it, for the commands that show it."""
