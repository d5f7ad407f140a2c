"""Count the words of a text that stand in lists written by hand.

What is rare in a few hundred texts, an insult or a name, a list knows beforehand.
"""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lasthope.text import words
from lasthope.validation import load_yaml

FILE = Path(__file__).with_suffix(".yaml")


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Return the words of each list, by its name."""
    lists = load_yaml(str(FILE)).data
    return {name: frozenset(lists[name]) for name in sorted(lists)}


def listed(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return how many words of each text are in each list, as log(1 + n).

    A word is also the one that *'s* follows: "Trump's" is in a list that has "trump".

    Returns:
        (texts, lists), lists by name.
    """
    lists = word_lists().values()
    rows = [
        [
            math.log1p(sum(not some.isdisjoint(forms) for forms in found))
            for some in lists
        ]
        for found in (
            [(word, word.removesuffix("'s")) for word in words(text)] for text in texts
        )
    ]
    return np.array(rows, dtype=np.float64).reshape(len(texts), len(lists))
