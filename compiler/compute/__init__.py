"""What a step asks of its machine, as the thing that a compute provider starts."""
