"""What each character is to a pattern: a letter, or one of a few kinds of sign.

A *symbol* is a small number. Characters that patterns cannot tell apart have the same:
all forms of a letter that case folding makes one, all letters that no pattern has, all
white space.
"""

import re
import string
import sys
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

from lasthope.errors import UserError
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
        UserError: if there are more than symbols.
    """
    own = [*USUAL, *sorted(set(letters) - set(USUAL))]
    n_symbols = OTHER_LETTER + 1 + len(own)
    if n_symbols > SYMBOL:
        raise UserError(
            f"the codebook has {len(own)} different letters; "
            f"no more than {SYMBOL - OTHER_LETTER} can be looked for at once."
        )
    symbols = {letter: OTHER_LETTER + 1 + place for place, letter in enumerate(own)}
    known = _characters()
    of_point = np.full(sys.maxunicode + 1, OTHER_LETTER, np.uint16)
    for letter, symbol in symbols.items():
        of_point[ord(letter)] = symbol
    is_letter = known.kinds == OTHER_LETTER
    entries = np.where(is_letter, of_point[known.points], known.kinds) | known.cases
    longer = np.array(sorted(known.longer), np.int64)
    rows = [[of_point[ord(part)] for part in known.longer[point]] for point in longer]
    width = max(map(len, rows))
    padded = np.array([row + [0] * (width - len(row)) for row in rows], np.uint16)
    return Alphabet(entries, longer, padded, symbols, n_symbols)


class _Characters(NamedTuple):
    kinds: np.ndarray
    points: np.ndarray
    cases: np.ndarray
    longer: dict[int, str]


@cache
def _characters() -> _Characters:
    """Return what each code point is, whatever the patterns.

    A character that folds to several letters has the kind LONGER.
    """
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    kinds = np.full(len(everything), OTHER, np.uint16)
    points = np.arange(len(everything), dtype=np.uint32)
    cases = np.zeros(len(everything), np.uint16)
    longer = {}
    for found in re.finditer(r"\s", everything):
        kinds[found.start()] = SPACE
    for kind, signs in SIGNS.items():
        kinds[[ord(sign) for sign in signs]] = kind
    for letters in re.finditer(rf"{LETTER}+", everything):
        for point in range(*letters.span()):
            folded = chr(point).casefold()
            kinds[point] = OTHER_LETTER if len(folded) == 1 else LONGER
            points[point] = ord(folded[0])
            cases[point] = _case(chr(point))
            if len(folded) > 1:
                longer[point] = folded
    for point, plain in LOOKALIKES.items():
        kinds[point] = kinds[plain]
        cases[point] = 0
    return _Characters(kinds, points, cases, longer)


def _case(letter: str) -> int:
    if letter.isupper():
        return UPPER
    return LOWER if letter.islower() else DIGIT if letter.isdigit() else 0
