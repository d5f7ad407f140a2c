"""The variance of sums over authors, and how sure it is itself."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# Of a normal distribution: its fourth moment over the square of its variance.
NORMAL_KURTOSIS = 3
# Rounding moves an influence by some 1e-16 of the most that it can be.
ROUNDING = 1e-12


class Spread(NamedTuple):
    """Variances of estimates, and how many degrees of freedom each of them has."""

    variances: Numbers
    freedom: Numbers


def spread(influences: Numbers, sizes: Numbers) -> Spread:
    """Return the variances of estimates that are sums over authors.

    Each author's part is the square of the influence, enlarged by the share that the
    author has in the whole, since who makes up much of an estimate pulls it along:
    Bell, R. M. and McCaffrey, D. F. (2002). Bias reduction in standard errors for
    linear regression with multi-stage samples. Survey Methodology 28(2), 169-181. The
    freedom is Satterthwaite's, with the variance of the parts taken from the parts
    themselves, which few prolific authors or rare users make small: Satterthwaite,
    F. E. (1946). An approximate distribution of estimates of variance components.
    Biometrics Bulletin 2(6), 110-114.

    Args:
        influences: (authors, estimates), by how much each author moves each estimate;
            every column sums to zero.
        sizes: (authors,) of each author, such as units; at least two are not zero.

    Returns:
        Where nobody differs, the variance is 0 and the freedom null.
    """
    leverage = sizes / sizes.sum()
    parts = influences**2 / (1 - leverage)[:, np.newaxis]
    variances = parts.sum(axis=0)
    with np.errstate(invalid="ignore"):
        freedom = NORMAL_KURTOSIS * variances**2 / (parts**2).sum(axis=0)
    return Spread(variances, np.maximum(freedom, 1))


def without_rounding(influences: Numbers, most: Numbers) -> Numbers:
    """Return influences with those that are only errors of rounding set to 0.

    So authors who are alike have no variance at all, whatever their numbers are.

    Args:
        influences: (authors, estimates), by how much each author moves each estimate.
        most: (authors,) how much an author could move one.

    >>> without_rounding(np.array([[1e-17], [0.25]]), np.array([0.5, 0.5])).tolist()
    [[0.0], [0.25]]
    """
    is_known = np.abs(influences) > ROUNDING * most[:, np.newaxis]
    return np.where(is_known, influences, 0.0)


def effective_authors(sizes: Numbers) -> float:
    """Return how many authors of one size would weigh as evenly.

    Kish, L. (1965). Survey Sampling, section 11.7.

    >>> effective_authors(np.array([2.0, 2.0])), effective_authors(np.array([9.0, 3.0]))
    (2.0, 1.6)
    """
    return float(sizes.sum() ** 2 / (sizes**2).sum())
