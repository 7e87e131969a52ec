"""Package environments: what `@pypi` and `@conda` ask for, made from a lock and entered."""
