"""Between the two sides of a dispute, where does another group stand?

A side's *profile* is the share of its units that hold each frame (or device). The
alignment of a group is where its profile falls on the line from the second side's to
the first's: 0 where it falls on the second side's, 1 on the first's, below and beyond
where it goes further than either. What both sides have alike plays no part in it.

    alignment = sum_f (g_f - b_f) (a_f - b_f) / sum_f (a_f - b_f)^2

The profiles of the two sides are taken as they are: the interval tells what other
authors of the group would say of these texts, not what other texts would do to it.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from lasthope.intervals import (
    Estimates,
    Numbers,
    Uncertainty,
    quantile,
)
from lasthope.variance import spread, without_rounding

METHOD = "projection on the line between the two profiles"
BY_AUTHOR = f"{METHOD}; t approximation, variance by author"
TOO_FEW = f"{METHOD}; too few speakers for an interval"


class Profiles(NamedTuple):
    """The shares of both sides."""

    a: Numbers
    b: Numbers

    @property
    def direction(self) -> Numbers | None:
        """What a share more of each category adds; null where the sides are alike."""
        apart = self.a - self.b
        length = (apart**2).sum()
        return apart / length if length else None


def alignment(
    counts: csr_array, profiles: Profiles, *, uncertainty: Uncertainty
) -> Estimates | None:
    """Return the alignment of a group, null where the two sides do not differ.

    Args:
        counts: one row per author of the group, in parts of units; the first column
            counts all units of the author, the others those that hold each category.
        profiles: of the two sides, in the same categories.
        uncertainty: the settings.
    """
    direction = profiles.direction
    if direction is None:
        return None
    totals = counts.sum(axis=0)
    shares = totals[1:] / totals[0]
    value = np.array([((shares - profiles.b) * direction).sum()])
    if counts.shape[0] < uncertainty.min_authors:
        unknown = np.full(1, np.nan)
        return Estimates(value, (unknown, unknown), np.array([TOO_FEW]), False)
    by_author = counts.toarray().astype(np.float64)
    sizes = by_author[:, 0]
    apart = by_author[:, 1:] - np.outer(sizes, shares)
    along = (apart * direction).sum(axis=1, keepdims=True)
    along = without_rounding(along, sizes * np.abs(direction).sum())
    found = spread(along / sizes.sum(), sizes)
    # Where all authors are alike there is no variance, and no freedom either.
    freedom = np.where(found.variances > 0, found.freedom, np.inf)
    half = quantile(freedom, confidence=uncertainty.confidence) * np.sqrt(
        found.variances
    )
    return Estimates(value, (value - half, value + half), np.array([BY_AUTHOR]), True)
