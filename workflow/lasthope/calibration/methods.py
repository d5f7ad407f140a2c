"""Ways to tell whether two sides differ: ours, and those that count units.

Each takes what was drawn of two sides and returns p by category, or an interval of the
difference of shares.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.sparse import csr_array
from scipy.special import xlogy

from lasthope.calibration.simulated import Side
from lasthope.intervals import (
    PARTS,
    Interval,
    Numbers,
    Uncertainty,
    difference_of_shares,
    shares_of_units,
)
from lasthope.odds import log_odds_ratio_of_shares
from lasthope.permutation import permuted, shares_differ

REPLICATES = 400
PRIOR_WORDS = 500


def counts(side: Side) -> csr_array:
    """Return what was drawn as the counts that the step ``compare`` makes."""
    return csr_array(np.column_stack([side.units, side.held]) * PARTS)


def permutation_of_authors(
    a: Side, b: Side, uncertainty: Uncertainty, rng: np.random.Generator
) -> Numbers:
    """Return p as in the step ``compare``."""
    return permuted(
        (counts(a), counts(b)),
        shares_differ,
        permutations=uncertainty.permutations,
        rng=rng,
    ).p


def score_by_author(a: Side, b: Side, uncertainty: Uncertainty) -> Interval:
    """Return the interval as in the step ``compare``."""
    shares = [shares_of_units(counts(side), uncertainty=uncertainty) for side in (a, b)]
    difference = difference_of_shares(*shares, confidence=uncertainty.confidence)
    return difference.interval


def ratio_by_author(a: Side, b: Side, uncertainty: Uncertainty) -> Interval:
    """Return the interval of the log odds ratio as in the step ``compare``."""
    shares = [shares_of_units(counts(side), uncertainty=uncertainty) for side in (a, b)]
    return log_odds_ratio_of_shares(*shares, confidence=uncertainty.confidence).interval


def author_bootstrap(
    a: Side, b: Side, uncertainty: Uncertainty, rng: np.random.Generator
) -> Interval:
    """Return the percentile interval of a bootstrap of authors.

    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap, ch. 13.
    """
    tail = (1 - uncertainty.confidence) / 2
    shares = []
    for side in (a, b):
        n = len(side.units)
        times = rng.multinomial(n, np.full(n, 1 / n), REPLICATES)
        shares.append(times @ side.held / (times @ side.units)[:, None])
    low, high = np.quantile(shares[0] - shares[1], [tail, 1 - tail], axis=0)
    return low, high


def log_likelihood(a: Side, b: Side) -> Numbers:
    """Return p of G2 over units, the keyness of corpus tools.

    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics 19(1), 61-74.
    """
    observed = _table(a, b)
    rows, columns = observed.sum(axis=1), observed.sum(axis=0)
    expected = rows[:, None] * columns[None] / rows.sum(axis=0)
    g2 = 2 * xlogy(observed, np.where(observed > 0, observed / expected, 1))
    p: Numbers = stats.chi2.sf(g2.sum(axis=(0, 1)), 1)
    return p


def fightin_words(a: Side, b: Side) -> Numbers:
    """Return p of the z-score of the log odds with an informative Dirichlet prior.

    Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' Words. Political
    Analysis 16(4), 372-403, equation 22.
    """
    (y_a, rest_a), (y_b, rest_b) = _table(a, b)
    n_a, n_b = y_a + rest_a, y_b + rest_b
    alpha = PRIOR_WORDS * (y_a + y_b) / (n_a + n_b)
    odds = [
        np.log((y + alpha) / (n - y + PRIOR_WORDS - alpha))
        for y, n in ((y_a, n_a), (y_b, n_b))
    ]
    z = (odds[0] - odds[1]) / np.sqrt(1 / (y_a + alpha) + 1 / (y_b + alpha))
    p: Numbers = 2 * stats.norm.sf(np.abs(z))
    return p


def regression_of_units(a: Side, b: Side) -> Numbers:
    """Return p of least squares over units, as a topic model's estimated effect has it.

    With one covariate of two values this is Student's test of two means.
    """
    (y_a, rest_a), (y_b, rest_b) = _table(a, b)
    n_a, n_b = y_a + rest_a, y_b + rest_b
    within = y_a * rest_a / n_a + y_b * rest_b / n_b
    freedom = n_a + n_b - 2
    error = np.sqrt(within / freedom * (1 / n_a + 1 / n_b))
    p: Numbers = 2 * stats.t.sf(np.abs(y_a / n_a - y_b / n_b) / error, freedom)
    return p


def _table(a: Side, b: Side) -> NDArray[np.float64]:
    """Return units by side, whether in the category or not, and category."""
    return np.array(
        [
            [side.held.sum(axis=0), side.units.sum() - side.held.sum(axis=0)]
            for side in (a, b)
        ],
        np.float64,
    )
