"""Shares corrected for the tagger's errors, from units drawn at random and hand coded.

A tagger that misses more on one side than on the other makes a difference where there
is none. Each tag is corrected by its coding, weighted by how seldom the unit was drawn:
y' = tag + coded / probability * (coding - tag). The mean of y' is right on average
whatever the tagger's errors are. Egami, N., Hinck, M., Stewart, B. M. and Wei, H.
(2023). Using imperfect surrogates for downstream inference: design-based supervised
learning for social science applications of large language models. NeurIPS 36.
Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I. and Zrnic, T. (2023).
Prediction-powered inference. Science 382, 669-674.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lasthope.coding.sampling import side_of
from lasthope.coding_tables import CORRECTED, CORRECTED_DIFFERENCES
from lasthope.intervals import (
    Uncertainty,
    newcombe,
    quantile,
    wilson,
)
from lasthope.variance import effective_authors, spread, without_rounding

Numbers = NDArray[np.float64]
DECIMALS = 6
BY_AUTHOR = "design-based supervised learning, Wilson score, variance by author"
BY_UNIT = (
    "design-based supervised learning, Wilson score, variance over sentences; says "
    "nothing of other speakers"
)


def corrected(
    coded: pd.DataFrame,
    sample: pd.DataFrame,
    said: pd.DataFrame,
    tagged: pd.DataFrame,
    categories: pd.DataFrame,
    *,
    uncertainty: Uncertainty,
) -> pd.DataFrame:
    """Return the table ``corrected``; no rows for a category that nobody coded.

    Args:
        coded: what :func:`lasthope.coding.accuracy.weighted` returned.
        sample: the table ``sample``.
        said: unit_id, side, author and parts of every unit.
        tagged: unit_id and category of what the tagger found.
        categories: category of the codebook.
        uncertainty: the settings of the intervals.
    """
    ordered = said.sort_values("unit_id", ignore_index=True)
    # Ids are looked up once, for there may be many units and categories.
    place = pd.Series(ordered.index, index=ordered["unit_id"])
    tags = tagged.assign(place=tagged["unit_id"].map(place)).dropna(subset="place")
    codings = coded.assign(place=coded["unit_id"].map(place)).dropna(subset="place")
    rows = []
    for category in categories["category"]:
        by_hand = codings[codings["category"].eq(category)]
        if by_hand.empty:
            continue
        tag = np.zeros(len(ordered))
        tag[tags.loc[tags["category"].eq(category), "place"].astype("int64")] = 1
        for row in of_category(by_hand, sample, ordered, tag, uncertainty=uncertainty):
            rows.append({"category": category} | row)
    return pd.DataFrame(rows, columns=list(CORRECTED.columns)[:-1])


def differences(corrected: pd.DataFrame, *, side_a: str, side_b: str) -> pd.DataFrame:
    """Return the table ``corrected_differences``: side a less side b.

    The interval is Newcombe's, of the two sides' own. A category that could not be
    corrected on both sides has no row.

    Args:
        corrected: the table ``corrected``.
        side_a: the side whose greater use makes a difference positive.
        side_b: the side it is compared with.
    """
    known = corrected.dropna(subset="estimate")
    one, other = (known[known["side"].eq(side)] for side in (side_a, side_b))
    both = one.merge(other, on="category", suffixes=("_a", "_b"))
    numbers = {
        name: both[name].to_numpy(dtype=np.float64)
        for side in "ab"
        for name in (f"naive_{side}", f"estimate_{side}", f"low_{side}", f"high_{side}")
    }
    low, high = newcombe(
        numbers["estimate_a"],
        (numbers["low_a"], numbers["high_a"]),
        numbers["estimate_b"],
        (numbers["low_b"], numbers["high_b"]),
    )
    is_by_author = both["method_a"].eq(BY_AUTHOR) & both["method_b"].eq(BY_AUTHOR)
    return both.assign(
        side_a=side_a,
        side_b=side_b,
        naive=numbers["naive_a"] - numbers["naive_b"],
        estimate=numbers["estimate_a"] - numbers["estimate_b"],
        low=low,
        high=high,
        method=is_by_author.map({True: BY_AUTHOR, False: BY_UNIT}),
    )[list(CORRECTED_DIFFERENCES.columns)[:-1]].round(DECIMALS)


def of_category(
    by_hand: pd.DataFrame,
    sample: pd.DataFrame,
    said: pd.DataFrame,
    tag: Numbers,
    *,
    uncertainty: Uncertainty,
) -> Iterator[dict[str, Any]]:
    """Yield the row of each side.

    Args:
        by_hand: place (in ``said``), is_present, stratum, n_stratum and n_coded.
        sample: the table ``sample``.
        said: side, author and parts of every unit.
        tag: (units,) 1 where the tagger found the category, else 0.
        uncertainty: the settings of the intervals.
    """
    strata = sample.drop_duplicates("stratum")
    where = by_hand["place"].to_numpy(dtype=np.int64)
    right, is_coded = tag.copy(), np.zeros(len(tag), dtype=bool)
    is_coded[where] = True
    rise = (by_hand["n_stratum"] / by_hand["n_coded"]).to_numpy(dtype=np.float64)
    right[where] += rise * (by_hand["is_present"].to_numpy(dtype=bool) - tag[where])
    for side, places in said.groupby("side").indices.items():
        of_side = strata[strata["stratum"].map(side_of).eq(str(side))]
        parts = said["parts"].to_numpy(dtype=np.float64)[places]
        row: dict[str, Any] = {
            "side": side,
            "naive": round(mean(tag[places], parts), DECIMALS),
            "n_units": len(places),
            "n_coded": int(is_coded[places].sum()),
        }
        if (n_drawn_from := int(of_side["n_stratum"].sum())) != len(places):
            yield row | {
                "method": f"none: the sample was drawn from {n_drawn_from} of these "
                "units; draw another"
            }
        elif not of_side["stratum"].isin(by_hand["stratum"]).all():
            yield row | {"method": "none: of some strata no unit is coded"}
        else:
            author = said["author"].iloc[places].factorize()[0]
            yield row | estimated(right[places], parts, author, uncertainty=uncertainty)


def estimated(
    values: Numbers,
    parts: Numbers,
    author: NDArray[np.int64],
    *,
    uncertainty: Uncertainty,
) -> dict[str, Any]:
    """Return the mean of corrected tags with its interval.

    Args:
        values: (units,) corrected tags, which may lie outside 0 to 1.
        parts: (units,) what each unit weighs.
        author: (units,) number of its author.
        uncertainty: the settings; with fewer than ``min_authors`` authors the
            variance is over units.
    """
    is_by_author = author.max() + 1 >= uncertainty.min_authors
    group = author if is_by_author else np.arange(len(values))
    total = math.fsum(parts)
    centre = mean(values, parts)
    sizes = np.bincount(group, parts).astype(np.float64)
    moved = parts * (values - centre)
    sums = np.bincount(group, moved).astype(np.float64)[:, np.newaxis]
    sizes_moved = np.bincount(group, np.abs(moved)).astype(np.float64)
    influences = without_rounding(sums, sizes_moved) / total
    share = np.clip([centre], 0, 1)
    if len(sizes) < 2:
        n, freedom = np.ones(1), np.ones(1)
    else:
        variances, freedom = spread(influences, sizes)
        n = np.full(1, effective_authors(sizes))
        if variances[0] > 0:
            # As many units as would be as sure, whatever their share.
            least = 1 / (4 * len(values))
            n = np.maximum(share * (1 - share), least) / variances
        else:
            freedom = n
    t = quantile(freedom, confidence=uncertainty.confidence)
    low, high = wilson(share, np.maximum(n, 1), t)
    return {
        "estimate": round(float(share[0]), DECIMALS),
        "low": round(float(low[0]), DECIMALS),
        "high": round(float(high[0]), DECIMALS),
        "method": BY_AUTHOR if is_by_author else BY_UNIT,
    }


def mean(values: Numbers, parts: Numbers) -> float:
    """Return the mean of values by what each weighs, rounded once."""
    return math.fsum(values * parts) / math.fsum(parts)
