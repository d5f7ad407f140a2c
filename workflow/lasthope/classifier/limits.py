"""From which probability on a classifier says present, absent, or nothing.

Below the threshold of the best F1 a unit is held not to hold the category, from a
threshold on at which a wanted precision is reached it is held to; between the two the
classifier abstains and the rules decide (Chow, C. K. (1970). On optimum recognition
error and reject tradeoff. IEEE Transactions on Information Theory 16(1), 41-46).
"""

from typing import NamedTuple

import numpy as np

from lasthope.classifier.calibrating import THOUSAND
from lasthope.classifier.features import Flags, Numbers, Whole
from lasthope.classifier_tables import ABSENT, DECISIONS, PRESENT, RULES

# A precision of fewer units is luck.
FEWEST_FOUND = 5


class Limits(NamedTuple):
    """Thresholds in thousandths.

    Attributes:
        absent: below it the category is absent.
        present: from it on it is present.
    """

    absent: int
    present: int

    def decide(self, probabilities: Whole) -> Whole:
        """Return the place in ``DECISIONS`` of what is decided for each unit."""
        decided = np.full(len(probabilities), DECISIONS.index(RULES))
        decided[probabilities < self.absent] = DECISIONS.index(ABSENT)
        decided[probabilities >= self.present] = DECISIONS.index(PRESENT)
        return decided


def limits(
    probabilities: Whole, is_present: Flags, weights: Numbers, *, precision: float
) -> Limits | None:
    """Return the thresholds that held-out units ask for.

    Args:
        probabilities: (units,) in thousandths.
        is_present: (units,) whether each holds the category.
        weights: (units,) how many units of the corpus each stands for.
        precision: wanted of what is held to be present.

    Returns:
        The thresholds; None if no threshold that finds ``FEWEST_FOUND`` units reaches
        the precision.
    """
    right = _from_each_on(probabilities, weights * is_present)
    found = _from_each_on(probabilities, weights)
    n_found = _from_each_on(probabilities, np.ones(len(weights)))
    # A threshold of nought would find everything.
    places = np.arange(1, THOUSAND)
    f1 = 2 * right / np.maximum(found + right[0], np.finfo(float).tiny)
    best = places[f1[places] == f1[places].max()]
    absent = int(best[len(best) // 2])
    reached = (
        (right >= precision * found)
        & (n_found >= FEWEST_FOUND)
        & (np.arange(len(found)) >= absent)
    )
    if not reached.any():
        return None
    return Limits(absent, int(np.argmax(reached)))


def _from_each_on(probabilities: Whole, values: Numbers) -> Numbers:
    """Return, for each thousandth, the sum over all that are at least as probable."""
    sums = np.bincount(probabilities, values, minlength=THOUSAND)
    return sums[::-1].cumsum()[::-1]
