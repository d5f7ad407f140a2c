"""What each character is to a pattern: a letter, or one of a few kinds of sign.

A *symbol* is a small number. Characters that patterns cannot tell apart have the same:
all forms of a letter that case folding makes one, all letters that no pattern has, all
white space.
"""

import re
import string
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

from lasthope.patterns import HASHES, LETTER, LOOKALIKES

(
    OTHER,
    SPACE,
    HYPHEN,
    APOSTROPHE,
    FULL_STOP,
    STOP,
    CLAUSE,
    HASH,
    BRACKET,
    END,
    LONGER,
    OTHER_LETTER,
) = range(12)
# A letter or digit is OTHER_LETTER or above. Between texts there is END; LONGER is what
# case folding makes several letters.
SIGNS = {
    HYPHEN: "-",
    APOSTROPHE: "'",
    FULL_STOP: ".",
    STOP: "!?…",
    CLAUSE: ",;:—–()",
    BRACKET: "[",
    HASH: HASHES,
}
# Letters that always have a symbol of their own, so that different words seldom look
# alike; the order is part of nothing that is written.
USUAL = string.ascii_lowercase + string.digits + "_"
LETTER_T = OTHER_LETTER + 1 + USUAL.index("t")
UNDERSCORE = OTHER_LETTER + 1 + USUAL.index("_")
# The symbol is in the low bits of an entry, what is known of case above it.
SYMBOL = 0x3FF
UPPER, LOWER, DIGIT = 0x400, 0x800, 0x1000


class TooManyLettersError(ValueError):
    """Patterns have more letters than there are symbols; try them one by one."""


class Alphabet(NamedTuple):
    """The symbols of all characters.

    Attributes:
        entries: for each code point its symbol, and UPPER, LOWER or DIGIT.
        longer: the code points that case folding makes several letters, ascending.
        longer_symbols: the symbols of those letters, a row each, zeros behind them.
        symbols: of each letter that a pattern may have.
        n_symbols: how many there are.
    """

    entries: np.ndarray
    longer: np.ndarray
    longer_symbols: np.ndarray
    symbols: dict[str, int]
    n_symbols: int


def alphabet(letters: Iterable[str]) -> Alphabet:
    """Return the symbols of all characters.

    Args:
        letters: those of the patterns, folded.

    Raises:
        TooManyLettersError: if there are more than symbols.
    """
    own = [*USUAL, *sorted(set(letters) - set(USUAL))]
    n_symbols = OTHER_LETTER + 1 + len(own)
    if n_symbols > SYMBOL:
        raise TooManyLettersError(f"{len(own)} different letters")
    symbols = {letter: OTHER_LETTER + 1 + place for place, letter in enumerate(own)}
    known = _characters()
    entries = known.entries.copy()
    for letter, symbol in symbols.items():
        entries[known.forms.get(letter, [])] += symbol - OTHER_LETTER
    rows = [
        [symbols.get(part, OTHER_LETTER) for part in folded]
        for folded in known.longer.values()
    ]
    width = max(map(len, rows))
    padded = np.array([row + [0] * (width - len(row)) for row in rows], np.uint16)
    longer = np.array(list(known.longer), np.int64)
    return Alphabet(entries, longer, padded, symbols, n_symbols)


class _Characters(NamedTuple):
    """What is known of all characters, whatever the patterns.

    Attributes:
        entries: as in Alphabet, all letters OTHER_LETTER.
        forms: of a folded letter the code points that fold to it.
        longer: by code point what folds to several letters, ascending.
    """

    entries: np.ndarray
    forms: dict[str, list[int]]
    longer: dict[int, str]


@cache
def _characters() -> _Characters:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    entries = np.full(len(everything), OTHER, np.uint16)
    forms: dict[str, list[int]] = defaultdict(list)
    longer = {}
    for found in re.finditer(r"\s", everything):
        entries[found.start()] = SPACE
    for kind, signs in SIGNS.items():
        entries[[ord(sign) for sign in signs]] = kind
    for letters in re.finditer(rf"{LETTER}+", everything):
        for point in range(*letters.span()):
            if point in LOOKALIKES:
                continue
            folded = chr(point).casefold()
            entries[point] = OTHER_LETTER | _case(chr(point))
            if len(folded) > 1:
                entries[point] = LONGER | _case(chr(point))
                longer[point] = folded
            else:
                forms[folded].append(point)
    for point, plain in LOOKALIKES.items():
        entries[point] = entries[plain]
    return _Characters(entries, forms, longer)


def _case(letter: str) -> int:
    if letter.isupper():
        return UPPER
    return LOWER if letter.islower() else DIGIT if letter.isdigit() else 0
