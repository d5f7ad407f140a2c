"""How many times as likely a side is to use a category: log odds ratios of shares.

A difference of shares is small where both are; a ratio of odds tells that a rare frame
is rarer still. Its logarithm is the difference of the shares' log odds, on whose scale
Wilson's interval is symmetric:

    log(p / (1 - p)) +- 2 asinh(t / (2 sqrt(n p (1 - p))))

Newcombe, R. G. (2001). Logit confidence intervals and the inverse sinh transformation.
The American Statistician 55(3), 200-202. So the interval of a ratio is made of the same
intervals by author as that of the difference, and put together in the same way (Zou and
Donner 2008).

Where a side never uses a category, or always, its odds have no logarithm. Then either
side is given one unit more, which holds the category in so far as both sides together
do. Half of it, as the usual correction has it, would let a side of few sentences that
never uses a rare frame seem to use it more than others: Sweeting, M. J., Sutton, A. J.
and Lambert, P. C. (2004). What to add to nothing? Statistics in Medicine 23(9),
1351-1375. Where neither side ever uses it, or both always do, there is no ratio.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from lasthope.comparison import pairs_of, rows
from lasthope.intervals import (
    NO_OTHERS,
    NO_RATIO,
    Estimates,
    Numbers,
    Shares,
    Trials,
)

OF_SENTENCES = f"hybrid of Wilson scores over sentences; {NO_OTHERS}"
OF_AUTHORS = "hybrid of Wilson scores, variance by author"
ADDED = "one unit added to either side"

# Shares and, beside them, what is left of each to 1.
Parts = tuple[Numbers, Numbers]


def log_odds_ratio_of_shares(a: Shares, b: Shares, *, confidence: float) -> Estimates:
    """Return the log odds of side a's shares less those of side b's.

    What no side uses, or both always do, has neither estimate nor interval.

    Args:
        a: the side of which ratios above 0 are typical.
        b: the side it is compared with.
        confidence: of the interval, where one side has too few authors.
    """
    is_by_author = a.estimates.is_by_author and b.estimates.is_by_author
    parts = [(side.estimates.values, side.rests) for side in (a, b)]
    trials = [
        side.trials if is_by_author else side.over_units(confidence) for side in (a, b)
    ]
    (n_a, _), (n_b, _) = trials
    pooled, rest = (
        (n_a * of_a + n_b * of_b) / (np.asarray(n_a) + n_b)
        for of_a, of_b in zip(*parts, strict=True)
    )
    is_at_end = np.any([part == 0 for of_side in parts for part in of_side], axis=0)
    has_ratio = (pooled > 0) & (rest > 0)
    ends = [
        _log_odds(of_side, of, (pooled, rest), is_at_end & has_ratio)
        for of_side, of in zip(parts, trials, strict=True)
    ]
    (of_a, half_a), (of_b, half_b) = ends
    values, half = of_a - of_b, np.hypot(half_a, half_b)
    method = OF_AUTHORS if is_by_author else OF_SENTENCES
    methods = np.where(is_at_end, f"{ADDED}; {method}", method)
    methods = np.where(has_ratio, methods, NO_RATIO)
    return Estimates(values, (values - half, values + half), methods, is_by_author)


def _log_odds(
    parts: Parts, trials: Trials, pooled: Parts, is_added: np.ndarray
) -> tuple[Numbers, Numbers]:
    """Return a side's log odds and half the width of their interval.

    Args:
        parts: of the side, its shares and what is left of them to 1.
        trials: how sure they are.
        pooled: those of both sides together.
        is_added: where a unit is added; elsewhere shares at an end give null.
    """
    n = np.where(is_added, np.asarray(trials.n) + 1, trials.n)
    share, rest = (
        np.where(is_added, (trials.n * part + added) / n, part)
        for part, added in zip(parts, pooled, strict=True)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        half = 2 * np.arcsinh(trials.quantiles / (2 * np.sqrt(n * share * rest)))
        values = np.log(share / rest)
    is_known = np.isfinite(values)
    return np.where(is_known, values, np.nan), np.where(is_known, half, np.nan)


def log_odds_rows(
    names: pd.DataFrame,
    shares: Mapping[str, Shares],
    *,
    side_a: str,
    side_b: str,
    reference: str | None,
    confidence: float,
) -> Iterator[pd.DataFrame]:
    """Yield the log odds ratios of the sides that are compared, beside differences.

    p stands with the difference, which is what is tested.

    Args:
        names: facet, name and label of what is measured.
        shares: of every side.
        side_a: the first of the chosen two.
        side_b: the second.
        reference: the side that others are compared with, if not each with each.
        confidence: of the intervals.
    """
    for one, other in pairs_of(shares, side_a, side_b, reference):
        yield rows(
            "log_odds",
            names,
            log_odds_ratio_of_shares(shares[one], shares[other], confidence=confidence),
            side_a=one,
            side_b=other,
            count_a=shares[one].counts,
            count_b=shares[other].counts,
        )
