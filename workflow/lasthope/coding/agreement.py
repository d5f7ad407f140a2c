"""How far coders agree: Krippendorff's alpha, counted exactly.

Krippendorff, K. (2018). Content Analysis: An Introduction to Its Methodology, 4th ed.,
chapter 12. A category is present or absent, so alpha is the nominal one of two values;
units that fewer than two coders judged say nothing and are left out.

Its interval is the percentile one over resamples of units. Of a resample in which all
judgements are the same no alpha exists; it is left out. Where coders never disagree
resampling shows no doubt, which is no certainty, so there is no interval.
"""

from collections.abc import Sequence
from itertools import combinations
from math import floor, lcm
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lasthope.coding_tables import AGREEMENT, CONFUSION

Counts = NDArray[np.int64]
# So many resampled places are held in memory at once.
HELD = 2**20
DECIMALS = 6
NO_INTERVAL = "no disagreement, so that resampling gives no interval"


class Tallies(NamedTuple):
    """What alpha is made of, each (units,) or, summed, (resamples,).

    Attributes:
        split: for each unit n(m - n) / (m - 1), times a common multiple of all m - 1.
        present: judgements n that found the category.
        judged: judgements m.
    """

    split: Counts
    present: Counts
    judged: Counts


def alpha(present: Counts, judged: Counts) -> float | None:
    """Return Krippendorff's alpha of a category; None if all judgements are the same.

    Args:
        present: (units,) coders who found it.
        judged: (units,) coders who judged the unit, at least 2.

    >>> alpha(np.array([2, 0, 0, 1]), np.array([2, 2, 2, 2]))
    0.533333
    """
    multiple = common_multiple(judged)
    totals = Tallies(
        *(one.sum(keepdims=True) for one in tallies(present, judged, multiple))
    )
    return next(iter(alphas(totals, multiple)), None)


def alphas(totals: Tallies, multiple: int) -> list[float]:
    """Return the alpha of each total that has one.

    alpha = 1 - (n - 1) sum_u n_u (m_u - n_u) / (m_u - 1) / (N (n - N)), with n
    judgements of which N found the category.
    """
    n, found = totals.judged, totals.present
    expected = found * (n - found)
    is_there = expected > 0
    observed = (n - 1) * totals.split
    ratio = observed[is_there] / (expected[is_there] * multiple)
    return [round(float(value), DECIMALS) for value in 1 - ratio]


def tallies(present: Counts, judged: Counts, multiple: int) -> Tallies:
    """Return what alpha is made of, per unit, in whole numbers."""
    split = present * (judged - present) * (multiple // (judged - 1))
    return Tallies(split, present, judged)


def common_multiple(judged: Counts) -> int:
    """Return the least number that all m - 1 divide."""
    return lcm(*(int(m) - 1 for m in np.unique(judged)))


def interval(
    present: Counts,
    judged: Counts,
    *,
    confidence: float,
    resamples: int,
    rng: np.random.Generator,
) -> tuple[float, float] | None:
    """Return the percentile interval of alpha over resamples of units.

    None if more than half of the resamples have no alpha.
    """
    multiple = common_multiple(judged)
    each = np.column_stack(tallies(present, judged, multiple))
    n_units = len(judged)
    found: list[float] = []
    step = max(1, HELD // n_units)
    for first in range(0, resamples, step):
        n_rows = min(step, resamples - first)
        drawn = rng.integers(n_units, size=(n_rows, n_units))
        sums = each[drawn].sum(axis=1)
        found += alphas(Tallies(*sums.T), multiple)
    return percentiles(found, resamples, confidence)


def percentiles(
    found: Sequence[float], resamples: int, confidence: float
) -> tuple[float, float] | None:
    """Return the percentile interval of a coefficient.

    Args:
        found: the coefficient of each resample that has one.
        resamples: how many there were.
        confidence: of the interval.

    Returns:
        Its ends; None if more than half of the resamples have no coefficient.
    """
    if 2 * len(found) <= resamples:
        return None
    ranked = sorted(found)
    cut = floor((1 - confidence) / 2 * len(ranked))
    return ranked[cut], ranked[-1 - cut]


def agreement(
    judged: pd.DataFrame,
    categories: pd.DataFrame,
    *,
    confidence: float,
    resamples: int,
    min_units: int,
    min_positives: int,
    min_alpha: float,
    good_alpha: float,
    seed: int,
) -> pd.DataFrame:
    """Return the table ``agreement``: a row per category of the codebook.

    Args:
        judged: coder, item, category and is_present.
        categories: category, facet and label.
        confidence: of the intervals.
        resamples: of units.
        min_units: fewest units judged twice for an alpha.
        min_positives: fewest of them in which a coder found a category that counts as
            validated: an alpha from one or two is luck.
        min_alpha: below it a category is not used for inference.
        good_alpha: from it on it is; between the two it is tentative.
        seed: of the resamples, which are the same for all categories.
    """
    rows = []
    for place in categories.to_dict("records"):
        of_category = judged[judged["category"].eq(place["category"])]
        units = of_category.groupby("item")["is_present"].agg(["sum", "size"])
        twice = units[units["size"].ge(2)].astype("int64")
        present, size = twice["sum"].to_numpy(), twice["size"].to_numpy()
        n, n_positive = int(size.sum()), int((present > 0).sum())
        value = alpha(present, size) if len(twice) >= min_units else None
        is_varied = value is not None and value < 1
        low, high = (
            interval(
                present,
                size,
                confidence=confidence,
                resamples=resamples,
                rng=np.random.default_rng(seed),
            )
            if is_varied
            else None
        ) or (None, None)
        note = None
        if len(twice) < min_units:
            note = f"{len(twice)} units were coded twice; {min_units} are needed"
        elif n_positive < min_positives:
            note = f"found in {n_positive} of them; {min_positives} are needed"
        elif value is None:
            note = "every judgement found it"
        elif not is_varied:
            note = NO_INTERVAL
        enough = value if n_positive >= min_positives else None
        rows.append(
            {name: place[name] for name in ("category", "facet", "label")}
            | {
                "n_coders": of_category["coder"].nunique(),
                "n_units": len(twice),
                "n_positive": n_positive,
                "prevalence": round(int(present.sum()) / n, DECIMALS) if n else None,
                "agreement": percent_agreement(present, size),
                "alpha": value,
                "low": low,
                "high": high,
                "use": use(enough, min_alpha=min_alpha, good_alpha=good_alpha),
                "note": note,
            }
        )
    return pd.DataFrame(rows, columns=list(AGREEMENT.columns)[:-1])


def percent_agreement(present: Counts, judged: Counts) -> float | None:
    """Return the share of pairs of judgements of one unit that agree.

    >>> percent_agreement(np.array([3, 1]), np.array([3, 2]))
    0.75
    """
    absent = judged - present
    pairs = int((judged * (judged - 1)).sum())
    alike = int((present * (present - 1) + absent * (absent - 1)).sum())
    return round(alike / pairs, DECIMALS) if pairs else None


def use(value: float | None, *, min_alpha: float, good_alpha: float) -> str:
    """Say what a category may be used for, by Krippendorff's conventions.

    >>> use(0.7, min_alpha=0.667, good_alpha=0.8)
    'tentative'
    """
    if value is None:
        return "unvalidated"
    if value < min_alpha:
        return "none"
    return "inference" if value >= good_alpha else "tentative"


def confusion(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``confusion``: per category and pair of coders the four counts.

    Args:
        judged: coder, item, category and is_present.
    """
    rows = []
    for category, of_category in judged.groupby("category"):
        wide = of_category.pivot(index="item", columns="coder", values="is_present")
        for one, other in combinations(sorted(wide.columns), 2):
            both = wide[[one, other]].dropna().astype(bool)
            a, b = both[one], both[other]
            counts = ((a & b).sum(), (a & ~b).sum(), (~a & b).sum(), (~a & ~b).sum())
            rows.append([category, one, other, *map(int, counts)])
    return pd.DataFrame(rows, columns=list(CONFUSION.columns))
