"""How many intervals leave open which way a difference goes, in words."""

import pandas as pd


def holding_zero(ends: pd.DataFrame) -> str:
    """Say how many intervals hold zero; nothing where there is none that does.

    Args:
        ends: low and high, null where there is no interval.

    >>> holding_zero(pd.DataFrame({"low": [-1.0, 0.5, 0.2], "high": [1.0, 2.0, 0.9]}))
    '1 of 3 intervals holds zero'
    """
    known = ends[["low", "high"]].dropna()
    n, n_open = len(known), int((known["low"].le(0) & known["high"].ge(0)).sum())
    if not n_open:
        return ""
    if n == 1:
        return "its one interval holds zero"
    if n_open == n:
        return f"all {n:,} intervals hold zero"
    return f"{n_open:,} of {n:,} intervals {'holds' if n_open == 1 else 'hold'} zero"
