"""Sizes of machines."""

SMALL = {"cpu": 1, "memory": 2000}
LARGE = dict(SMALL, cpu=16, memory=SMALL["memory"] * 32)
SIZES = {"small": SMALL, "large": LARGE}
