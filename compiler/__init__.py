"""flowc: compiles machine-learning flows for production schedulers.

from compiler import Settings, compile_flow

bundle = compile_flow("train.py", "argo", Settings(datastore="s3://models/flowc"))
for path, content in bundle.files.items():
    ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compiler.pipeline import CompilationFailed, check_flow, compile_flow
    from compiler.settings import Settings

__all__ = ["CompilationFailed", "Settings", "check_flow", "compile_flow"]


def __getattr__(name: str) -> object:
    # Imported when asked for: `flowc --help` should not pay for the whole compiler.
    if name == "Settings":
        from compiler.settings import Settings

        return Settings
    if name in __all__:
        from compiler import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
