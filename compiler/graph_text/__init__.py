"""A flow's graph as text that other tools draw. Each module is one such language."""
