"""A side's shares, and two sides' difference, with the same mix of genres.

Letters are not worded as posts are. If one side writes letters and the other posts,
that alone may set them apart. So shares are taken within each genre, and those of the
genres that both sides have are put together with the same weights on either side, those
of Mantel and Haenszel, by which a genre counts for what it tells of both:

    w_g = n_ag n_bg / (n_ag + n_bg), over their sum

Greenland, S. and Robins, J. M. (1985). Estimation of a common effect parameter from
sparse follow-up data. Biometrics 41(1), 55-68. The weights are held fixed.
"""

from collections.abc import Sequence
from math import fsum

import numpy as np
from scipy.sparse import csr_array

from lasthope.intervals import (
    PARTS,
    WILSON,
    WILSON_AUTHORS,
    Estimates,
    Numbers,
    Shares,
    Trials,
    Uncertainty,
    normal_quantile,
    rounded,
    trials_by_author,
    wilson,
)
from lasthope.variance import spread, without_rounding


def shared_weights(sizes_a: Sequence[int], sizes_b: Sequence[int]) -> Numbers:
    """Return what each shared genre counts; they sum to 1.

    Args:
        sizes_a: units of side a by genre, in whole parts, none of them 0.
        sizes_b: the same of side b.

    >>> shared_weights([PARTS, 3 * PARTS], [PARTS, PARTS]).tolist()
    [0.4, 0.6]
    """
    each = [a * b / (a + b) for a, b in zip(sizes_a, sizes_b, strict=True)]
    total = fsum(each)
    return np.array([one / total for one in each])


def standardised_shares(
    by_genre: Sequence[csr_array], weights: Numbers, *, uncertainty: Uncertainty
) -> Shares:
    """Return the shares of a side's units, each genre counting its weight.

    An author moves such a share by the weighted sum of what he moves it in each genre,
    so that the variance is by author though authors write in several. With few authors
    in any of the genres the interval is over as many units as weigh as evenly (Kish):
    how the authors of that genre differ is not known from those of the others, and its
    only author never differs from the genre's share at all. With one genre this is
    :func:`lasthope.intervals.shares_of_units`.

    Args:
        by_genre: per genre one row per author, the same in all; in parts of units. The
            first column counts all units, the others those that hold each category.
        weights: of the genres, summing to 1.
        uncertainty: the settings.
    """
    totals = np.array([counts.sum(axis=0) for counts in by_genre])
    within = totals[:, 1:] / totals[:, :1]
    without = (totals[:, :1] - totals[:, 1:]) / totals[:, :1]
    sizes = totals[:, 0] / PARTS
    # Along the genres numpy adds one after the other, the same on every machine.
    shares, rests = (
        (weights[:, np.newaxis] * part).sum(axis=0) for part in (within, without)
    )
    held = rounded(totals[:, 1:].sum(axis=0))
    most = 1 / fsum((weights**2 / sizes).tolist())
    speaks = [counts[:, [0]].toarray()[:, 0] > 0 for counts in by_genre]
    rows = np.flatnonzero(np.any(speaks, axis=0))
    if min(int(one.sum()) for one in speaks) < uncertainty.min_authors:
        trials = Trials(most, normal_quantile(uncertainty.confidence))
        methods = np.full(len(shares), WILSON)
        estimates = Estimates(shares, wilson(shares, *trials), methods, False)
        return Shares(held, most, trials, estimates, rests)
    influences, of_authors = np.zeros((len(rows), len(shares))), np.zeros(len(rows))
    for counts, weight, size, share in zip(
        by_genre, weights, sizes, within, strict=True
    ):
        by_author = counts[rows].toarray() / PARTS
        n_units = by_author[:, 0]
        influences += weight * (by_author[:, 1:] - np.outer(n_units, share)) / size
        of_authors += weight * n_units / size
    trials = trials_by_author(
        shares,
        spread(without_rounding(influences, of_authors), of_authors),
        of_authors,
        most=most,
        confidence=uncertainty.confidence,
    )
    methods = np.full(len(shares), WILSON_AUTHORS)
    estimates = Estimates(shares, wilson(shares, *trials), methods, True)
    return Shares(held, most, trials, estimates, rests)
