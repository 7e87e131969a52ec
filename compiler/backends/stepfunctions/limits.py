"""What the services take, with where they say so.

Names are in `naming`, what a map may have open in `maps`; what holds for every job of Batch, and
what machines Fargate has, in `compiler.compute`.
"""

from __future__ import annotations

MAX_DEFINITION_BYTES = 1024 * 1024
""""Maximum state machine definition size" (Quotas, Step Functions Developer Guide)."""
MAX_JOB_DEFINITION_BYTES = 24 * 1024
""""Maximum size of a job definition" (AWS Batch service quotas)."""
MAX_OVERRIDE_CHARACTERS = 8_192
"""Of what a request says of a job's container, as JSON ("RunTask", ECS API Reference).

It is reached before SubmitJob's 30 KiB (AWS Batch service quotas), which count the same texts.
"""
MAX_ENCODED_CHARACTERS = 10_000
"""That `States.Base64Encode` takes ("Intrinsic functions", Step Functions Developer Guide).

A job's overrides have room for less, as Base64 is longer than what it encodes. A Job in EKS has
room for more.
"""
MAX_HISTORY_EVENTS = 25_000
""""Maximum execution event history size" (Quotas, Step Functions Developer Guide)."""
ARN_BYTES = 100
"""What an ARN takes in place of its placeholder, at the most for names as flowc makes them."""
