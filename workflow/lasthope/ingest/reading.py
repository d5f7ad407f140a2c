"""What a reader returns."""

from typing import NamedTuple

import pandas as pd

from lasthope.schemas import ACCOUNT, QUARANTINE


class Reading(NamedTuple):
    """The three tables a reader makes of its source, as in :mod:`lasthope.schemas`."""

    documents: pd.DataFrame
    quarantine: pd.DataFrame
    account: pd.DataFrame


def account(
    source: str, *, n_read: int, n_kept: int, dropped: dict[str, int]
) -> pd.DataFrame:
    """Return the account of a source from which nothing was quarantined."""
    rows = [
        (source, "read", None, n_read),
        (source, "kept", None, n_kept),
        *((source, "dropped", reason, n) for reason, n in dropped.items()),
    ]
    return pd.DataFrame(rows, columns=list(ACCOUNT.columns))


def no_quarantine() -> pd.DataFrame:
    """Return a quarantine without rows."""
    return pd.DataFrame(columns=list(QUARANTINE.columns))
