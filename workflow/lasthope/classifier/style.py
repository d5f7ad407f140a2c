"""Features of style: length, capitals, punctuation, and who is spoken of."""

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[A-Za-z']+")
SIGNS = ("!", "?", '"', "#", "@", ":", "…")
# Of an angry text every sign would count; more of them say no more.
MOST_SIGNS = 5
FEW, MANY = 6, 40
# How much a standard deviation weighs beside n-grams and vectors, whose length is 1,
# and beyond how many of them a feature says no more.
STYLE, FARTHEST = 0.2, 3
SPOKEN_OF = (
    {"you", "your"},
    {"we", "our", "us"},
    {"they", "their", "them"},
    {"i", "my", "me"},
    {"if", "then", "because", "so"},
    {"not", "no", "don't", "never"},
)


def style(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return a row of numbers for each text."""
    return np.array([_of(text) for text in texts], dtype=np.float64)


def _of(text: str) -> list[float]:
    words = WORD.findall(text)
    lower = [word.lower() for word in words]
    n = max(1, len(words))
    n_letters = max(1, sum(map(str.isalpha, text)))
    return [
        math.log1p(n),
        text.count("\n"),
        sum(map(str.isupper, text)) / n_letters,
        sum(len(word) > 1 and word.isupper() for word in words) / n,
        *(min(text.count(sign), MOST_SIGNS) for sign in SIGNS),
        sum(map(str.isdigit, text)) / max(1, len(text)),
        sum(map(len, words)) / n,
        len(set(lower)) / n,
        *(sum(word in some for word in lower) / n for some in SPOKEN_OF),
        float(n < FEW),
        float(n > MANY),
    ]
