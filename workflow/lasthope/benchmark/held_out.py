"""Tell how well techniques are found in texts that are held out, and how surely.

Each text is judged by a classifier that was taught with four fifths of the others, its
threshold chosen within them. That is done again with other fifths, as the measure
depends on them; how far it depends on which texts there are, a bootstrap tells.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from lasthope.benchmark.semeval import Text, labels_of
from lasthope.benchmark.techniques import Techniques
from lasthope.classifier.groups import FOLDS, copies
from lasthope.classifier.ngrams import SEED
from lasthope.embed import Embedding
from lasthope.errors import UserError

# As many texts as the test set of the task has.
N_TEST = 200
N_DRAWS = 1000
PERCENT = (2.5, 97.5)
COUNTS = ["n_expected", "n_found", "n_right"]


class Spread(NamedTuple):
    """How well techniques are found, and how it varies.

    Attributes:
        mean: micro-F1, the mean over repeats.
        deviation: standard deviation between repeats; 0 with one.
        low: least micro-F1 in 95 of 100 draws of ``N_TEST`` texts.
        high: greatest in them.
    """

    mean: float
    deviation: float
    low: float
    high: float


def held_out(
    texts: Sequence[Text], embedding: Embedding, *, repeats: int
) -> pd.DataFrame:
    """Return what was found in each text by a classifier that was not taught with it.

    Args:
        texts: with labels and, where they are known, spans.
        embedding: vectors of words.
        repeats: how often all are held out, in other fifths each time.

    Returns:
        repeat, id, and how many techniques each text uses, how many were found, and how
        many of those it uses; texts of the same words are held out together.

    Raises:
        UserError: if the texts are too few or have no labels, or it is to be done less
            than once.
    """
    if repeats < 1:
        raise UserError(f"--repeats {repeats}: give a whole number from 1 on.")
    groups = copies([text.text for text in texts])
    n_groups = int(groups.max(initial=-1)) + 1
    # What is left when the largest fifth is held out has to be enough to learn from.
    if n_groups - math.ceil(n_groups / FOLDS) < 2 * FOLDS:
        raise UserError(
            f"{len(texts)} texts, {n_groups} of them no copies, are too few to hold a "
            "fifth out and learn from the others; give the published training data."
        )
    if not any(text.labels for text in texts):
        raise UserError(
            f"none of {len(texts)} texts has a label; give files with techniques."
        )
    rows = []
    for repeat in range(repeats):
        split = GroupKFold(FOLDS, shuffle=True, random_state=SEED + repeat)
        for taught, unseen in split.split(groups, groups=groups):
            model = Techniques(embedding).fit([texts[place] for place in taught])
            given = [texts[place] for place in unseen]
            found = model.predict([text.text for text in given])
            rows += [
                (repeat, text.id, len(labels), len(some), len(labels & some))
                for text, labels, some in zip(
                    given, labels_of(given), found, strict=True
                )
            ]
    table = pd.DataFrame(rows, columns=["repeat", "id", *COUNTS])
    return table.sort_values(["repeat", "id"], ignore_index=True)


def spread(table: pd.DataFrame) -> Spread:
    """Return micro-F1 over repeats, and its range over draws of texts.

    Args:
        table: repeat, id, n_expected, n_found and n_right, a row for each text in each
            repeat, as :func:`held_out` returns them.
    """
    counts = np.stack(
        [rows[COUNTS].to_numpy(np.int64) for _, rows in table.groupby("repeat")]
    )
    reached = [_micro_f1(sums) for sums in counts.sum(axis=1)]
    rng = np.random.default_rng(SEED)
    drawn = []
    for _ in range(N_DRAWS):
        repeat = rng.integers(len(counts))
        places = rng.integers(counts.shape[1], size=N_TEST)
        drawn.append(_micro_f1(counts[repeat, places].sum(axis=0)))
    low, high = np.percentile(drawn, PERCENT).tolist()
    return Spread(float(np.mean(reached)), float(np.std(reached)), low, high)


def _micro_f1(sums: np.ndarray) -> float:
    n_expected, n_found, n_right = sums.tolist()
    both = n_expected + n_found
    return 2 * n_right / both if both else 0.0
