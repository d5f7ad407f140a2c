"""Compile functions with Numba; imported only by those who go through every byte."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba
from numba import njit

PACKAGE = Path(__file__).parent


def _sources() -> str:
    """Return the hash of all modules.

    Numba asks only whether the file of a function has changed, and would go on using
    what it has once made of a function, or of a constant, that stands in another.
    """
    digest = sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


settings: Any = numba.config
if not settings.CACHE_DIR:
    settings.CACHE_DIR = str(PACKAGE / "__pycache__" / f"compiled-{_sources()}")


def compiled(function: Callable[..., Any]) -> Any:
    """Return a function that is compiled when it is first called.

    The outcome is kept beside the sources for the next process, or where the variable
    ``NUMBA_CACHE_DIR`` says; where that cannot be written, each process compiles for
    itself.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)


def inlined(function: Callable[..., Any]) -> Any:
    """Return a function that is compiled into each compiled one that calls it."""
    return njit(inline="always")(function)
