"""What all flows of the team share."""

BATCH = 64
NIGHTLY = "15 3 * * *"
ENVIRONMENT = dict(OMP_NUM_THREADS=str(4), BATCH=f"{BATCH}")
