"""What is held out together: texts that are not independent of each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from lasthope.classifier.ngrams import SEED
from lasthope.text import words

FOLDS = 5
Places = NDArray[np.int64]


def copies(texts: Sequence[str]) -> Places:
    """Return a number per text, the same for texts of the same words.

    >>> copies(["Last hope!", "Free speech", "last [sic] hope"]).tolist()
    [0, 1, 0]
    """
    known: dict[tuple[str, ...], int] = {}
    found = [known.setdefault(tuple(words(text)), len(known)) for text in texts]
    return np.array(found, dtype=np.int64)


def folds(groups: Places, places: Places) -> list[tuple[Places, Places]]:
    """Return what is learned from and what is held out, groups together, five times."""
    split = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    return list(split.split(places, groups=groups))
