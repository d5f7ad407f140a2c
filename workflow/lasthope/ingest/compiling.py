"""Compile functions with Numba; imported only by those who read JSON by the line."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Any:
    """Return a function that is compiled when it is first called.

    The outcome is kept beside the source, or else in the user's cache, for the next
    process; where neither can be written, each process compiles for itself.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)
