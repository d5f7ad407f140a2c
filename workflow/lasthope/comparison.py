"""Put estimates into the table ``comparison``."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from lasthope.intervals import Estimates, Numbers, rounded
from lasthope.schemas import KEYS, SCHEMAS
from lasthope.tables import check

DECIMALS = 6


def rows(
    measure: str, names: pd.DataFrame, estimates: Estimates, **columns: Any
) -> pd.DataFrame:
    """Return one measure of everything in ``names``, with further columns."""
    low, high = estimates.interval
    tested = estimates.tested
    p = np.full(len(names), np.nan) if tested is None else tested.p
    return names.assign(
        measure=measure,
        estimate=estimates.values,
        low=low,
        high=high,
        p=p,
        q=adjusted(p, names["facet"]),
        smallest_p=np.nan if tested is None else tested.smallest,
        method=estimates.methods,
        status="exploratory" if estimates.is_by_author else "descriptive",
        **columns,
    )


def adjusted(p: Numbers, families: pd.Series) -> pd.Series:
    """Return p after Benjamini and Hochberg, each family for itself; null stays null.

    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate.
    Journal of the Royal Statistical Society B 57(1), 289-300.
    """
    of = pd.Series(p, index=families.index, dtype="float64")
    known = of.dropna()
    return known.groupby(families).transform(false_discovery_control).reindex(of.index)


def finished(table: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by the contract: all columns, rounded, in canonical order.

    Args:
        table: the rows.
        sizes: per side, the parts of its units (``n_parts``) and its ``n_authors``.
    """
    numbers = ["estimate", "low", "high", "p", "q", "smallest_p"]
    whole = table.assign(
        # Adding 0 turns -0.0 into 0.0.
        **(table[numbers].round(DECIMALS) + 0.0),
        n_units_a=table["side_a"].map(rounded(sizes["n_parts"])),
        n_units_b=table["side_b"].map(rounded(sizes["n_parts"])),
        n_authors_a=table["side_a"].map(sizes["n_authors"]),
        n_authors_b=table["side_b"].map(sizes["n_authors"]),
    )
    checked = check(whole[list(SCHEMAS["comparison"].columns)], "comparison")
    return checked.sort_values(KEYS["comparison"], ignore_index=True)
