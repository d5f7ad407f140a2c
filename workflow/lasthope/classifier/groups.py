"""What is held out together: texts that are not independent of each other."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from lasthope.authors import UNNAMED, authors_of
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


class Groups(NamedTuple):
    """Whose the units are, and which are alike.

    Attributes:
        authors: (units,) a number per author. Those who are not named cannot be told
            apart; each of their documents, with its near copies, is another's.
        alike: (units, 2) a number per set of near copies of a document, and per text of
            the same words.
    """

    authors: Places
    alike: Places


def grouped(units: pd.DataFrame, documents: pd.DataFrame) -> Groups:
    """Return whose the units are, and which are alike.

    Args:
        units: doc_id and text.
        documents: doc_id, kind, author, organisation and copy_of.
    """
    told = documents.assign(author_of=authors_of(documents)).set_index("doc_id")
    first = told["copy_of"].fillna(told.index.to_series())
    named = told["author_of"].ne(UNNAMED)
    author = ("a " + told["author_of"]).where(named, "d " + first)
    numbers = [
        units["doc_id"].map(keys).factorize()[0].astype(np.int64)
        for keys in (author, first)
    ]
    words_alike = copies(units["text"].tolist())
    return Groups(numbers[0], np.stack([numbers[1], words_alike], axis=1))


def apart(groups: Groups) -> list[tuple[Places, Places]]:
    """Return what is learned from and what is held out, authors together, five times.

    What is like a unit that is held out, whoever said it, is not learned from.
    """
    parts = []
    for taught, unseen in folds(groups.authors, np.arange(len(groups.authors))):
        is_like = [np.isin(column[taught], column[unseen]) for column in groups.alike.T]
        parts.append((taught[~np.any(is_like, axis=0)], unseen))
    return parts
