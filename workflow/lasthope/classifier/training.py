"""Learn a classifier from coded units, and tell how well it does on held-out ones.

Folds keep authors together and near copies apart. Every number that is told of a
classifier is of units that it was not taught with: probabilities of a fold are
calibrated, and thresholds chosen, on the other folds. These are not taught anew without
the fold: scores of the other folds are of models that were taught with it. The
classifier that is kept is then learned from all units, with calibration and thresholds
from all held-out scores.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from lasthope.classifier.calibrating import Reliability, cuts, thousandths
from lasthope.classifier.features import (
    Features,
    Flags,
    Learned,
    Numbers,
    Shown,
    Whole,
    learn,
)
from lasthope.classifier.groups import FOLDS
from lasthope.classifier.lesson import UNKNOWN, Folds, Lesson, folded
from lasthope.classifier.limits import Limits, limits
from lasthope.classifier.measuring import (
    Measured,
    enough,
    measured,
    precision_of_present,
    worse,
)
from lasthope.classifier.model import Linear, Model, fit
from lasthope.classifier.telling import (
    Found,
    all_left,
    held_out_table,
    pooled_reliability,
    scores_table,
    too_few,
)
from lasthope.classifier_tables import DECISIONS, RULES
from lasthope.embed import Embedding
from lasthope.errors import UserError


class Trained(NamedTuple):
    """A classifier with what is told of it.

    Attributes:
        model: the classifier.
        scores: the table ``scores``.
        held_out: the table ``held_out``.
        reliability: of the held-out probabilities of all categories it tags.
    """

    model: Model
    scores: pd.DataFrame
    held_out: pd.DataFrame
    reliability: Reliability


def train(
    lesson: Lesson,
    embedding: Embedding,
    shown: Shown,
    *,
    precision: float,
    min_positives: int,
) -> Trained:
    """Return a classifier of the categories for which the codings suffice.

    Args:
        lesson: the coded units.
        embedding: vectors of words.
        shown: which n-grams may be kept.
        precision: wanted of what the classifier holds to be present.
        min_positives: fewest units that hold a category, and that do not.

    Raises:
        UserError: if the units are of too few authors, no category is coded often
            enough, or the rules do better at all of them.
    """
    held_out = folded(lesson)
    reasons = {
        name: enough(labels, lesson.groups.authors, held_out.parts, min_positives)
        for name, labels in zip(lesson.categories, lesson.labels.T, strict=True)
    }
    tried = [name for name, lacking in reasons.items() if lacking is None]
    if not tried:
        raise UserError(too_few(lesson, min_positives))
    labels = lesson.labels[:, [lesson.categories.index(name) for name in tried]]
    learned = learn(lesson.texts, lesson.rules, shown)
    scores = _held_out_scores(lesson, labels, held_out, learned, embedding)
    found = {
        name: _found(
            of_category, known, lesson.weights, held_out.of_unit, precision=precision
        )
        for name, of_category, known in zip(tried, scores.T, labels.T, strict=True)
    }
    measures = _measures(lesson, found)
    for name, one in found.items():
        reached = precision_of_present(
            one.decisions,
            lesson.labels[:, lesson.categories.index(name)],
            lesson.weights,
        )
        reasons[name] = _why_not(one, measures[name], reached, precision)
    used = {name: found[name] for name in tried if reasons[name] is None}
    if not used:
        raise UserError(all_left(reasons))
    columns = [tried.index(name) for name in used]
    _, linear = _fit(lesson, labels[:, columns], None, learned, embedding)
    return Trained(
        _model(used, learned, linear),
        scores_table(lesson, reasons, measures, found),
        held_out_table(lesson, used, held_out.of_unit),
        pooled_reliability(lesson, used),
    )


def _held_out_scores(
    lesson: Lesson,
    labels: Whole,
    held_out: Folds,
    learned: Learned,
    embedding: Embedding,
) -> Whole:
    """Return the scores of each unit by what was learned from the other folds."""
    may_be_kept = frozenset[str]().union(*learned.ngrams)
    scores = np.zeros(labels.shape, dtype=np.int64)
    for taught, unseen in held_out.parts:
        texts = [lesson.texts[place] for place in taught]
        some = learn(
            texts, lesson.rules, lambda ngrams, _: may_be_kept.intersection(ngrams)
        )
        features, linear = _fit(lesson, labels, taught, some, embedding)
        texts = [lesson.texts[place] for place in unseen]
        scores[unseen] = linear.scores(features.matrix(texts, lesson.found[unseen]))
    return scores


def _fit(
    lesson: Lesson,
    labels: Whole,
    places: Whole | None,
    learned: Learned,
    embedding: Embedding,
) -> tuple[Features, Linear]:
    """Return what is learned from some units, or from all."""
    features = Features(learned, embedding)
    if places is None:
        places = np.arange(len(lesson.texts))
    texts = [lesson.texts[place] for place in places]
    return features, fit(features.matrix(texts, lesson.found[places]), labels[places])


def _found(
    scores: Whole,
    labels: Whole,
    weights: Numbers,
    fold_of: Whole,
    *,
    precision: float,
) -> Found:
    """Return cuts and limits by all units, and decisions by those of other folds."""
    known = labels != UNKNOWN

    def chosen(which: Flags) -> tuple[Whole | None, Limits | None]:
        is_present, weight = labels[which] == 1, weights[which]
        made = cuts(scores[which], is_present, weight)
        if made is None:
            return None, None
        told = thousandths(scores[which], made)
        return made, limits(told, is_present, weight, precision=precision)

    probabilities = np.full(len(scores), UNKNOWN)
    decisions = np.full(len(scores), DECISIONS.index(RULES))
    for fold in range(FOLDS):
        here = fold_of == fold
        made, limit = chosen(known & ~here)
        if made is not None:
            probabilities[here] = thousandths(scores[here], made)
        if limit is not None:
            decisions[here] = limit.decide(probabilities[here])
    made, limit = chosen(known)
    return Found(made, limit, probabilities, decisions)


def _measures(lesson: Lesson, found: Mapping[str, Found]) -> dict[str, Measured]:
    return {
        name: measured(
            one.probabilities,
            one.decisions,
            lesson.found[:, lesson.rules.index(name)],
            lesson.labels[:, lesson.categories.index(name)],
            lesson.weights,
        )
        for name, one in found.items()
    }


def _why_not(
    found: Found, measured: Measured, reached: float | None, precision: float
) -> str | None:
    """Return why the rules alone should tag a category; None if they should not.

    Args:
        found: what is found of it.
        measured: how well.
        reached: precision of what is held to be present by thresholds chosen without
            it; null if nothing is.
        precision: wanted of it.
    """
    if found.cuts is None:
        return "its scores do not rise with the codings"
    if found.limits is None:
        return f"no threshold reaches a precision of {precision:g}"
    if reached is None:
        return "nothing held out is found by thresholds of the other folds"
    if reached < precision:
        return (
            f"what is found with thresholds of the other folds has a precision of "
            f"{reached:.3f}, below {precision:g}"
        )
    return worse(measured)


def _model(used: Mapping[str, Found], learned: Learned, linear: Linear) -> Model:
    cuts = [one.cuts for one in used.values() if one.cuts is not None]
    limits = [one.limits for one in used.values() if one.limits is not None]
    return Model(tuple(used), learned, linear, np.stack(cuts), tuple(limits))
