"""How right the tagger is: precision, recall and F1 against the hand coding, per side.

Each unit stands for as many as its stratum has for each that was coded. All three are
shares, so each has Wilson's interval, with as many units as weigh as evenly (Kish) or,
with enough authors, as vary as much by author: see :mod:`lasthope.intervals`. F1 is
2J / (1 + J), where J is the share of units that both found among those that either
did; so are the ends of its interval.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from lasthope.coding_tables import ACCURACY
from lasthope.intervals import PARTS, Uncertainty, shares_of_units

ALL_SIDES = "all"
DECIMALS = 6
Flags = NDArray[np.bool_]


def weighted(settled: pd.DataFrame, sample: pd.DataFrame) -> pd.DataFrame:
    """Return the settled codings with what each unit stands for in its stratum.

    Args:
        settled: item, category and is_present.
        sample: the table ``sample``.

    Returns:
        unit_id, category, is_present, stratum, n_stratum and ``n_coded``, the units of
        the stratum whose coding of that category is settled.
    """
    told = settled.merge(
        sample[["item", "unit_id", "stratum", "n_stratum"]], on="item", validate="m:1"
    )
    n_coded = told.groupby(["category", "stratum"])["item"].transform("size")
    return told.assign(n_coded=n_coded).drop(columns="item")


def accuracy(
    coded: pd.DataFrame,
    said: pd.DataFrame,
    tagged: pd.DataFrame,
    categories: pd.DataFrame,
    *,
    uncertainty: Uncertainty,
) -> pd.DataFrame:
    """Return the table ``accuracy``; no rows for a category that nobody coded.

    Args:
        coded: what :func:`weighted` returned.
        said: unit_id, side, author and parts of every unit.
        tagged: unit_id and category of what the tagger found.
        categories: category of the codebook.
        uncertainty: the settings of the intervals.
    """
    known = coded.merge(said[["unit_id", "side", "author", "parts"]], on="unit_id")
    found = pd.MultiIndex.from_frame(tagged[["unit_id", "category"]])
    places = pd.MultiIndex.from_frame(known[["unit_id", "category"]])
    known = known.assign(is_tagged=places.isin(found)).sort_values("unit_id")
    rows = []
    for category in categories["category"]:
        of_category = known[known["category"].eq(category)]
        for side in [ALL_SIDES, *sorted(of_category["side"].unique())]:
            units = of_category
            if side != ALL_SIDES:
                units = units[units["side"].eq(side)]
            if len(units):
                shared = {"category": category, "side": side, **_counts(units)}
                rows += [
                    shared | row for row in measures(units, uncertainty=uncertainty)
                ]
    return pd.DataFrame(rows, columns=list(ACCURACY.columns)[:-1])


def measures(
    units: pd.DataFrame, *, uncertainty: Uncertainty
) -> Iterator[dict[str, Any]]:
    """Yield precision, recall and F1 of one category.

    Args:
        units: is_present, is_tagged, author, parts, n_stratum and n_coded.
        uncertainty: the settings of the intervals.
    """
    present = units["is_present"].to_numpy(dtype=bool)
    tagged = units["is_tagged"].to_numpy(dtype=bool)
    for measure, among, lacking in (
        ("precision", tagged, "the tagger never found it"),
        ("recall", present, "no coder found it"),
        ("f1", tagged | present, "neither coders nor the tagger found it"),
    ):
        if not among.any():
            yield {"measure": measure, "note": lacking}
            continue
        estimate, low, high = share(
            units[among], (tagged & present)[among], uncertainty=uncertainty
        )
        ends = [estimate, low, high]
        if measure == "f1":
            ends = [2 * jaccard / (1 + jaccard) for jaccard in ends]
        estimate, low, high = (round(end, DECIMALS) for end in ends)
        yield {
            "measure": measure,
            "estimate": estimate,
            "low": low,
            "high": high,
            "note": None,
        }


def share(
    units: pd.DataFrame, is_held: Flags, *, uncertainty: Uncertainty
) -> tuple[float, float, float]:
    """Return the share, by weight, of units that hold something, and its interval."""
    weights = [
        int(parts) * int(size) // int(n)
        for parts, size, n in zip(
            units["parts"], units["n_stratum"], units["n_coded"], strict=True
        )
    ]
    # Scaled so that they sum to the number of units that would weigh as evenly.
    total, squares = sum(weights), sum(weight * weight for weight in weights)
    even = np.array([weight * total * PARTS // squares for weight in weights])
    author = units["author"].factorize()[0]
    counts = np.zeros((author.max() + 1, 2), dtype=np.int64)
    np.add.at(counts[:, 0], author, even)
    np.add.at(counts[:, 1], author, even * is_held)
    found = shares_of_units(csr_array(counts), uncertainty=uncertainty).estimates
    low, high = found.interval
    return float(found.values[0]), float(low[0]), float(high[0])


def _counts(units: pd.DataFrame) -> dict[str, int]:
    return {
        "n_coded": len(units),
        "n_positive": int(units["is_present"].sum()),
        "n_tagged": int(units["is_tagged"].sum()),
    }
