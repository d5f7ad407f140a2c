"""Turn scores into probabilities, and tell how far these can be believed.

Platt, J. (1999). Probabilistic outputs for support vector machines and comparisons to
regularized likelihood methods. Advances in Large Margin Classifiers, 61-74. With few
positives a sigmoid is surer than a step function (Niculescu-Mizil, A. and Caruana, R.
(2005). Predicting good probabilities with supervised learning. ICML, 625-632).

A probability is a whole number of thousandths, looked up in a table of the least score
for each: no exponential is computed when a classifier is applied.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from lasthope.classifier.features import UNIT, Flags, Numbers, Whole

# What stands for a weight of 1.
WEIGHT = 2**16
# What stands for a log odds of 1 in a score.
LOG_ODDS = UNIT * WEIGHT
THOUSAND = 1000
# Of probabilities, for the expected calibration error.
BINS = 10
# Next to no penalty: the softened targets keep the slope finite.
NO_PENALTY = 1e6
# Scores beyond these log odds are all as sure.
FARTHEST = 2**20


class Reliability(NamedTuple):
    """Units whose probability lies in a bin; sums are over their weights.

    Attributes:
        low: (BINS,) least probability of each bin.
        n: (BINS,) how many units.
        weight: (BINS,) what they weigh.
        squares: (BINS,) sum of squares of their weights.
        expected: (BINS,) sum of their probabilities.
        present: (BINS,) what those weigh that hold the category.
    """

    low: Numbers
    n: Whole
    weight: Numbers
    squares: Numbers
    expected: Numbers
    present: Numbers


def cuts(scores: Whole, is_present: Flags, weights: Numbers) -> Whole | None:
    """Return the least score of each thousandth of probability, from 1 to 999.

    Args:
        scores: (units,) of units that the classifier was not taught with.
        is_present: (units,) whether each holds the category.
        weights: (units,) how many units of the corpus each stands for.

    Returns:
        (999,) ascending; None if a greater score does not mean a greater probability.
    """
    present = float(weights[is_present].sum())
    absent = float(weights[~is_present].sum())
    # Platt's targets, with weights scaled so that they count the units.
    scale = len(weights) / (present + absent)
    high = (present * scale + 1) / (present * scale + 2)
    low = 1 / (absent * scale + 2)
    target = np.where(is_present, high, low)
    x = np.tile(scores / LOG_ODDS, 2)[:, np.newaxis]
    y = np.repeat([True, False], len(scores))
    w = np.concatenate([weights * target, weights * (1 - target)]) * scale
    fitted = LogisticRegression(C=NO_PENALTY, max_iter=1000).fit(x, y, w)
    slope, intercept = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    if slope <= 0:
        return None
    middle = (np.arange(1, THOUSAND) - 0.5) / THOUSAND
    at = (np.log(middle / (1 - middle)) - intercept) / slope
    return np.ceil(np.clip(at, -FARTHEST, FARTHEST) * LOG_ODDS).astype(np.int64)


def thousandths(scores: Whole, cuts: Whole) -> Whole:
    """Return the probability of each score in thousandths, 0 to 999.

    >>> thousandths(np.array([-5, 0, 7]), np.array([-1, 0, 8])).tolist()
    [0, 2, 2]
    """
    return np.searchsorted(cuts, scores, side="right").astype(np.int64)


def reliability(
    probabilities: Whole, is_present: Flags, weights: Numbers
) -> Reliability:
    """Return the units by bins of equal width of their probability in thousandths."""
    bins = np.minimum(probabilities * BINS // THOUSAND, BINS - 1)

    def summed(values: NDArray[np.float64]) -> Numbers:
        return np.bincount(bins, values, minlength=BINS).astype(np.float64)

    return Reliability(
        np.arange(BINS) / BINS,
        np.bincount(bins, minlength=BINS).astype(np.int64),
        summed(weights),
        summed(weights**2),
        summed(weights * probabilities / THOUSAND),
        summed(weights * is_present),
    )


def calibration_error(found: Reliability) -> float:
    """Return the expected calibration error.

    The mean, over units, of how far the share that holds the category is from the
    probability told, bin by bin: Naeini, M. P., Cooper, G. F. and Hauskrecht, M.
    (2015). Obtaining well calibrated probabilities using Bayesian binning. AAAI,
    2901-2907.
    """
    return float(np.abs(found.present - found.expected).sum() / found.weight.sum())
