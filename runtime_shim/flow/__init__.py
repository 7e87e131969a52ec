"""The flow object of a task: what it is given, what it decides, what a join merges into it."""
