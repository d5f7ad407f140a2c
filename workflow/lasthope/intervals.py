"""Intervals for shares and their differences, by author.

What one author says is not independent, so the variance of a share is that of a sum of
authors. From it comes how many independent units would be as sure, and Wilson's
interval for so many: it keeps between 0 and 1 and is not symmetric, as the error of a
small share is not. The percentile interval of an author bootstrap, which is the usual
way, holds the truth less often than it says; ``make calibration`` shows both.

Units are counted in whole parts, for a unit of a near copy weighs less than one, and
sums of them are exact.
"""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import stdtrit

from lasthope.errors import UserError
from lasthope.permutation import Tested
from lasthope.variance import Spread, effective_authors, spread, without_rounding

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Interval = tuple[Numbers, Numbers]

NO_OTHERS = "says nothing of other speakers"
WILSON = f"Wilson score over sentences; {NO_OTHERS}"
NEWCOMBE = f"Newcombe hybrid score over sentences; {NO_OTHERS}"
WILSON_AUTHORS = "Wilson score, variance by author"
NEWCOMBE_AUTHORS = "Newcombe hybrid score, variance by author"
NO_RATIO = "no ratio: neither side uses it, or both always do"

# So many parts make a unit: a power of two, so that dividing by it is exact.
PARTS = 2**20
# With fewer permutations, no p can be small.
MIN_PERMUTATIONS = 99


@dataclass(frozen=True)
class Uncertainty:
    """The settings of all intervals and tests.

    Attributes:
        confidence: probability that an interval holds the true value.
        min_authors: fewest authors of a side for an interval by author.
        permutations: of authors among sides, for p.
        seed: of the permutations.

    Raises:
        UserError: if one of them makes no sense.
    """

    confidence: float
    min_authors: int
    permutations: int
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
                "for one author does not differ from others."
            )
        if self.permutations < MIN_PERMUTATIONS:
            raise UserError(
                f"compare.permutations is {self.permutations}; it must be at least "
                f"{MIN_PERMUTATIONS}, or no p can be small."
            )
        if self.seed < 0:
            raise UserError(f"compare.seed is {self.seed}; it must be 0 or more.")

    def rng(self) -> np.random.Generator:
        """Return a new generator, the same each time."""
        return np.random.default_rng(self.seed)


@dataclass(frozen=True)
class Estimates:
    """Estimates of many things by one measure, and how each interval was made.

    ``tested`` is null where nothing is.
    """

    values: Numbers
    interval: Interval
    methods: NDArray[np.str_]
    is_by_author: bool
    tested: Tested | None = None


class Trials(NamedTuple):
    """How many independent units each share is as sure as, and the quantile to take."""

    n: Numbers | float
    quantiles: Numbers | float


@dataclass(frozen=True)
class Shares:
    """One side's share of each category.

    ``counts`` are in whole units, ``n_units`` is how many independent ones they are
    worth at most: the sum of their weights. ``trials`` is what the interval is of.
    ``rests`` are what is left to 1, with the digits that subtracting would lose.
    """

    counts: Counts
    n_units: float
    trials: Trials
    estimates: Estimates
    rests: Numbers

    def over_units(self, confidence: float) -> Trials:
        """Return what an interval over units is of, whoever wrote them."""
        return Trials(self.n_units, normal_quantile(confidence))


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


def quantile(freedom: Numbers, *, confidence: float) -> Numbers:
    """Return t such that a t of such freedom lies in [-t, t] with this probability."""
    found: Numbers = stdtrit(freedom, (1 + confidence) / 2)
    return found


def wilson(shares: Numbers, n: ArrayLike, z: ArrayLike) -> Interval:
    """Return Wilson's score interval of shares of ``n`` independent trials.

    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association 22(158), 209-212.

    Args:
        shares: observed shares, between 0 and 1.
        n: how many trials each was observed in, at least 1.
        z: the quantile of the confidence wanted, of a normal or of t.
    """
    n, z = np.asarray(n, np.float64), np.asarray(z, np.float64)
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


def shares_of_units(
    counts: csr_array, *, uncertainty: Uncertainty, n_trials: float | None = None
) -> Shares:
    """Return the share of a side's units that hold each category.

    With enough authors the interval is Wilson's for as many independent units as would
    have the same variance, with a quantile of t: Dean, N. and Pacifico, C. (2015).
    Evaluating confidence interval methods for binomial proportions in clustered
    surveys. Journal of Survey Statistics and Methodology 3(4), 484-503. Where the
    authors do not differ (nobody ever uses the category, say), which is not certainty,
    each author is one trial, in so far as they weigh evenly. With few authors each unit
    is one.

    Args:
        counts: one row per author, in parts of units; the first column counts all
            units of the author, the others those that hold each category.
        uncertainty: the settings.
        n_trials: how many independent units they are worth at most, if not all that
            are counted: the words of a sentence are no independent ones.
    """
    confidence, n_authors = uncertainty.confidence, counts.shape[0]
    totals = counts.sum(axis=0)
    held, n_units = rounded(totals[1:]), float(totals[0] / PARTS)
    most = n_units if n_trials is None else n_trials
    shares, rests = totals[1:] / totals[0], (totals[0] - totals[1:]) / totals[0]
    if n_authors < uncertainty.min_authors:
        trials = Trials(most, normal_quantile(confidence))
        methods = np.full(len(held), WILSON)
        estimates = Estimates(shares, wilson(shares, *trials), methods, False)
        return Shares(held, most, trials, estimates, rests)
    by_author = counts.toarray() / PARTS
    sizes = by_author[:, 0]
    apart = without_rounding(by_author[:, 1:] - np.outer(sizes, shares), sizes)
    of_shares = spread(apart / n_units, sizes)
    trials = trials_by_author(
        shares, of_shares, sizes, most=most, confidence=confidence
    )
    methods = np.full(len(held), WILSON_AUTHORS)
    estimates = Estimates(shares, wilson(shares, *trials), methods, True)
    return Shares(held, most, trials, estimates, rests)


def trials_by_author(
    shares: Numbers,
    of_shares: Spread,
    sizes: Numbers,
    *,
    most: float,
    confidence: float,
) -> Trials:
    """Return as how many independent units shares of known variance are as sure.

    Args:
        shares: of a side.
        of_shares: their variances.
        sizes: (authors,) of each author.
        most: how many independent units they are worth at most.
        confidence: of the interval.
    """
    n_alike = effective_authors(sizes)
    is_alike = of_shares.variances == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        n_as_sure = shares * (1 - shares) / of_shares.variances
    n = np.where(is_alike, n_alike, np.minimum(n_as_sure, most))
    freedom = np.where(is_alike, n_alike, of_shares.freedom)
    return Trials(n, quantile(freedom, confidence=confidence))


def difference_of_shares(a: Shares, b: Shares, *, confidence: float) -> Estimates:
    """Return the shares of side a less those of side b.

    The interval is Newcombe's: of the sides' intervals by author, or of Wilson's over
    units where one has too few authors.
    """
    one, other = a.estimates, b.estimates
    interval_a, interval_b = one.interval, other.interval
    is_by_author = one.is_by_author and other.is_by_author
    if not is_by_author:
        interval_a = wilson(one.values, *a.over_units(confidence))
        interval_b = wilson(other.values, *b.over_units(confidence))
    return Estimates(
        one.values - other.values,
        newcombe(one.values, interval_a, other.values, interval_b),
        np.full(len(one.values), NEWCOMBE_AUTHORS if is_by_author else NEWCOMBE),
        is_by_author,
    )
