"""Intervals for shares and their differences: by score, and by resampling authors.

Units are counted in whole parts, for a unit of a near copy weighs less than one, and
every sum of them is exact: no interval depends on the order of a sum or on the kernel
that does it.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from lasthope.errors import UserError

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Interval = tuple[Numbers, Numbers]

NO_OTHERS = "says nothing of other speakers"
BOOTSTRAP = "author bootstrap"
WILSON = f"Wilson score over sentences; {NO_OTHERS}"
NEWCOMBE = f"Newcombe hybrid score over sentences; {NO_OTHERS}"
WILSON_AUTHORS = "Wilson score over authors, who do not differ"
NEWCOMBE_AUTHORS = "Newcombe hybrid of the two sides' intervals by author"

# So many parts make a unit: a power of two, so that dividing by it is exact.
PARTS = 2**20
# With fewer, the ends of an interval hang on two or three replicates.
MIN_REPLICATES = 100
# Weights held in memory at once: 32 MiB of 64-bit integers.
WEIGHTS_AT_ONCE = 2**22


@dataclass(frozen=True)
class Uncertainty:
    """The settings of all intervals.

    Attributes:
        confidence: probability that an interval holds the true value.
        min_authors: fewest authors of a side for a bootstrap by author.
        replicates: of the bootstrap.
        seed: of the bootstrap.

    Raises:
        UserError: if one of them makes no sense.
    """

    confidence: float
    min_authors: int
    replicates: int
    seed: int

    def __post_init__(self) -> None:
        """Check the settings."""
        if not 0 < self.confidence < 1:
            raise UserError(
                f"compare.confidence is {self.confidence}; it must lie between 0 and "
                "1, as 0.95 does."
            )
        if self.min_authors < 2:
            raise UserError(
                f"compare.min_authors is {self.min_authors}; it must be at least 2, "
                "for one author cannot be resampled."
            )
        if self.replicates < MIN_REPLICATES:
            raise UserError(
                f"compare.replicates is {self.replicates}; it must be at least "
                f"{MIN_REPLICATES}, or intervals are noise."
            )
        if self.seed < 0:
            raise UserError(f"compare.seed is {self.seed}; it must be 0 or more.")

    def rng(self, side: str) -> np.random.Generator:
        """Return a side's own generator, new, which no other side can change."""
        key = tuple(side.encode())
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))


@dataclass(frozen=True)
class Estimates:
    """Estimates of many things by one measure, and how each interval was made."""

    values: Numbers
    interval: Interval
    methods: NDArray[np.str_]
    is_by_author: bool


@dataclass(frozen=True)
class Shares:
    """One side's share of each category.

    ``counts`` are in whole units, ``n_units`` is the sum of their weights.
    ``replicates`` has one row per bootstrap replicate; with few authors it is None.
    """

    counts: Counts
    n_units: float
    estimates: Estimates
    replicates: Numbers | None


def rounded(parts: Any) -> Any:
    """Return parts of units as whole units, a half upwards.

    >>> rounded(3 * PARTS // 2)
    2
    """
    return (parts + PARTS // 2) // PARTS


def normal_quantile(confidence: float) -> float:
    """Return z such that a standard normal lies in [-z, z] with this probability.

    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    return NormalDist().inv_cdf((1 + confidence) / 2)


def normal(values: Numbers, variances: Numbers, *, confidence: float) -> Interval:
    """Return the interval of values whose errors are normal."""
    half = normal_quantile(confidence) * np.sqrt(variances)
    return values - half, values + half


def wilson(shares: Numbers, n: float, *, confidence: float) -> Interval:
    """Return Wilson's score interval of shares of ``n`` independent trials.

    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association 22(158), 209-212.

    Args:
        shares: observed shares, between 0 and 1.
        n: how many trials each was observed in, at least 1.
        confidence: probability that the interval holds the true share.
    """
    z = normal_quantile(confidence)
    centre = shares + z**2 / (2 * n)
    half = z * np.sqrt(shares * (1 - shares) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    # Rounding may carry the bound of a share of 0 or 1 just past it, either way.
    low = np.clip((centre - half) / scale, 0, shares)
    return low, np.clip((centre + half) / scale, shares, 1)


def newcombe(
    shares_a: Numbers, interval_a: Interval, shares_b: Numbers, interval_b: Interval
) -> Interval:
    """Return the interval of ``shares_a - shares_b`` from the intervals of the two.

    With Wilson's intervals this is method 10 of Newcombe, R. G. (1998). Interval
    estimation for the difference between independent proportions. Statistics in
    Medicine 17(8), 873-890. Other sound intervals may take their place: Zou, G. Y.
    and Donner, A. (2008). Construction of confidence limits about effect measures.
    Statistics in Medicine 27(10), 1693-1702.
    """
    (low_a, high_a), (low_b, high_b) = interval_a, interval_b
    difference = shares_a - shares_b
    below = np.sqrt((shares_a - low_a) ** 2 + (high_b - shares_b) ** 2)
    above = np.sqrt((high_a - shares_a) ** 2 + (shares_b - low_b) ** 2)
    return difference - below, difference + above


def percentile(replicates: Numbers, *, confidence: float) -> Interval:
    """Return the percentile interval of each column of bootstrap replicates.

    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap, ch. 13.
    """
    tail = (1 - confidence) / 2
    low, high = np.quantile(replicates, [tail, 1 - tail], axis=0)
    return low, high


def resampled_totals(
    counts: csr_array, *, replicates: int, rng: np.random.Generator
) -> Counts:
    """Total the counts of as many authors, drawn anew with replacement.

    Whole authors are drawn, so what one author says stays together. They are drawn
    as integers, so the multinomial that results needs no floating-point routine.

    Args:
        counts: one row per author, one column per thing counted.
        replicates: how many times to draw.
        rng: where the draws come from.

    Returns:
        One row per replicate, one column per thing counted.
    """
    n_authors = counts.shape[0]
    by_column = counts.T.tocsr()
    at_once = max(1, WEIGHTS_AT_ONCE // n_authors)
    totals = np.empty((replicates, counts.shape[1]), dtype=np.int64)
    for first in range(0, replicates, at_once):
        n_rows = min(at_once, replicates - first)
        drawn = rng.integers(n_authors, size=(n_rows, n_authors))
        # One bin per replicate and author, so that all are counted in one go.
        bins = drawn + n_authors * np.arange(n_rows)[:, None]
        weights = np.bincount(bins.ravel(), minlength=n_rows * n_authors)
        drawn_totals = by_column @ weights.reshape(n_rows, n_authors).T
        totals[first : first + n_rows] = drawn_totals.T
    return totals


def shares_of_units(
    counts: csr_array, side: str, *, uncertainty: Uncertainty
) -> Shares:
    """Return the share of a side's units that hold each category.

    With enough authors the interval is the percentile interval of an author
    bootstrap. Where the authors do not differ (nobody ever uses the category, say)
    resampling them shows no spread, which is not certainty: there it is Wilson's with
    each author as one trial. With few authors it is Wilson's with each unit as one.

    Args:
        counts: one row per author, in parts of units; the first column counts all
            units of the author, the others those that hold each category.
        side: its name, for its draws.
        uncertainty: the settings.
    """
    confidence, n_authors = uncertainty.confidence, counts.shape[0]
    totals = counts.sum(axis=0)
    held, n_units = rounded(totals[1:]), totals[0] / PARTS
    shares = totals[1:] / totals[0]
    if n_authors < uncertainty.min_authors:
        interval = wilson(shares, n_units, confidence=confidence)
        estimates = Estimates(shares, interval, np.full(len(held), WILSON), False)
        return Shares(held, n_units, estimates, None)
    drawn = resampled_totals(
        counts, replicates=uncertainty.replicates, rng=uncertainty.rng(side)
    )
    resampled = drawn[:, 1:] / drawn[:, :1]
    low, high = percentile(resampled, confidence=confidence)
    is_alike = low == high
    by_author = wilson(shares, n_authors, confidence=confidence)
    interval = _where(is_alike, by_author, (low, high))
    methods = np.where(is_alike, WILSON_AUTHORS, BOOTSTRAP)
    estimates = Estimates(shares, interval, methods, True)
    return Shares(held, n_units, estimates, resampled)


def difference_of_shares(a: Shares, b: Shares, *, confidence: float) -> Estimates:
    """Return the shares of side a less those of side b.

    The interval is the percentile interval of the author bootstrap where both sides
    have one, otherwise Newcombe's: of the sides' intervals by author where one has no
    spread, of Wilson's over units where one has too few authors.
    """
    share_a, share_b = a.estimates.values, b.estimates.values
    difference = share_a - share_b
    if a.replicates is None or b.replicates is None:
        over_a = wilson(share_a, a.n_units, confidence=confidence)
        over_b = wilson(share_b, b.n_units, confidence=confidence)
        interval = newcombe(share_a, over_a, share_b, over_b)
        return Estimates(difference, interval, np.full(len(share_a), NEWCOMBE), False)
    is_alike = (a.estimates.methods == WILSON_AUTHORS) | (
        b.estimates.methods == WILSON_AUTHORS
    )
    interval = _where(
        is_alike,
        newcombe(share_a, a.estimates.interval, share_b, b.estimates.interval),
        percentile(a.replicates - b.replicates, confidence=confidence),
    )
    methods = np.where(is_alike, NEWCOMBE_AUTHORS, BOOTSTRAP)
    return Estimates(difference, interval, methods, True)


def _where(chosen: NDArray[np.bool_], one: Interval, other: Interval) -> Interval:
    """Return the one interval where it is chosen and the other elsewhere."""
    return np.where(chosen, one[0], other[0]), np.where(chosen, one[1], other[1])
