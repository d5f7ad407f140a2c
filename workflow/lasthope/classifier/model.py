"""A classifier: a logistic regression per category, its weights whole numbers."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from lasthope.classifier.calibrating import LOG_ODDS, WEIGHT, thousandths
from lasthope.classifier.features import (
    UNIT,
    Features,
    Flags,
    Learned,
    Whole,
)
from lasthope.classifier.limits import Limits
from lasthope.classifier.ngrams import regression

# Rows of features that are held at once.
UNITS_AT_ONCE = 2_000


class Linear(NamedTuple):
    """Weights of the features and what is added; both in whole numbers.

    Attributes:
        weights: (features, categories), in parts of ``WEIGHT``.
        intercepts: (categories,), in parts of ``LOG_ODDS``.
    """

    weights: Whole
    intercepts: Whole

    def scores(self, matrix: csr_matrix) -> Whole:
        """Return the score of each unit (row) for each category.

        All factors, products and sums are whole numbers below 2^53, so that doubles
        hold them exactly in whatever order they are added.
        """
        summed = matrix @ self.weights.astype(np.float64)
        return np.asarray(summed).astype(np.int64) + self.intercepts


class Model(NamedTuple):
    """All that is needed to tag.

    Attributes:
        categories: those that it tags.
        learned: of the features.
        linear: weights of the features.
        cuts: (categories, 999) least score of each thousandth of probability.
        limits: thresholds of each category.
    """

    categories: tuple[str, ...]
    learned: Learned
    linear: Linear
    cuts: Whole
    limits: tuple[Limits, ...]

    def probabilities(
        self, features: Features, texts: Sequence[str], found: Flags
    ) -> Whole:
        """Return the probability, in thousandths, of each category (column) in units.

        Args:
            features: of the model.
            texts: of the units.
            found: (units, rules) whether the rules found each category.
        """
        parts = [np.zeros((0, len(self.categories)), dtype=np.int64)]
        for first in range(0, len(texts), UNITS_AT_ONCE):
            some = slice(first, first + UNITS_AT_ONCE)
            scores = self.linear.scores(features.matrix(texts[some], found[some]))
            columns = [
                thousandths(of_category, cuts)
                for of_category, cuts in zip(scores.T, self.cuts, strict=True)
            ]
            parts.append(np.stack(columns, axis=1))
        return np.concatenate(parts)


def fit(matrix: csr_matrix, labels: Whole) -> Linear:
    """Return weights learned from units; see :func:`regression` for how.

    Args:
        matrix: (units, features) whole numbers.
        labels: (units, categories) 1 present, 0 absent, -1 not coded; each category is
            present in some and absent in others.
    """
    real = matrix / UNIT
    weights, intercepts = [], []
    for of_category in labels.T:
        known = np.flatnonzero(of_category >= 0)
        fitted = regression().fit(real[known], of_category[known] == 1)
        weights.append(np.rint(fitted.coef_[0] * WEIGHT))
        intercepts.append(np.rint(fitted.intercept_[0] * LOG_ODDS))
    return Linear(
        np.stack(weights, axis=1).astype(np.int64),
        np.array(intercepts, dtype=np.float64).astype(np.int64),
    )


def flags(
    unit_ids: Sequence[str], tagged: pd.DataFrame, categories: Sequence[str]
) -> Flags:
    """Return whether each unit (row) was tagged with each category (column).

    Args:
        unit_ids: of the units.
        tagged: unit_id and category of tags; of other units they do not count.
        categories: the columns.
    """
    row = tagged["unit_id"].map({name: place for place, name in enumerate(unit_ids)})
    column = tagged["category"].map(
        {one: place for place, one in enumerate(categories)}
    )
    is_known = (row.notna() & column.notna()).to_numpy()
    found = np.zeros((len(unit_ids), len(categories)), dtype=bool)
    found[row[is_known].astype("int64"), column[is_known].astype("int64")] = True
    return found
