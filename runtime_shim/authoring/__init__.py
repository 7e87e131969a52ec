"""The API that user code meets, as the module `flowc` and under the name `metaflow`.

`names` has all of it; the other modules here have one concern each.
"""
