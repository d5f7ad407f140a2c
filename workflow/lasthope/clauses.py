"""Tell whether words are negated: whether a negator stands before them in their clause.

What negates is told in ``docs/tagging.md``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Set
from typing import NamedTuple

from lasthope.hashtags import fold_split
from lasthope.patterns import LETTER, WORD, fold

# A word, or what ends a clause; a hyphen inside a word does not.
CLAUSE_PART = re.compile(rf"{WORD}|[,;:.!?…—–()]|(?<=\s)--?(?=\s)")


class Negation(NamedTuple):
    """What negates: folded words, and how many words before a match are looked at."""

    negators: frozenset[str]
    window: int

    @classmethod
    def of(cls, negators: Iterable[str], window: int) -> "Negation":
        """Return what negates, of words as they are written."""
        return cls(frozenset(fold(negator).text for negator in negators), window)

    def is_negator(self, word: str) -> bool:
        """Tell whether a folded word negates, if need be by its end (``n't``)."""
        return word in self.negators or any(
            "'" in negator and word.endswith(negator) for negator in self.negators
        )


class Clauses(NamedTuple):
    """The words of a unit, folded, where they begin, and where its clauses end.

    The words of a hashtag are apart.
    """

    starts: list[int]
    words: list[str]
    ends: list[int]

    @classmethod
    def of(cls, text: str, words: Set[str]) -> "Clauses":
        """Return the clauses of a text.

        Args:
            text: as it is.
            words: folded, of which joined hashtags may be made.
        """
        folded = fold_split(text, words)
        clauses = cls([], [], [])
        for part in CLAUSE_PART.finditer(folded.text):
            if re.match(LETTER, part[0]):
                clauses.starts.append(folded.origin[part.start()])
                clauses.words.append(part[0])
            else:
                clauses.ends.append(folded.origin[part.start()])
        return clauses

    def is_negated(self, start: int, negation: Negation) -> bool:
        """Tell whether a negator is among the words before a place in its clause."""
        passed = bisect_left(self.ends, start)
        begin = self.ends[passed - 1] if passed else 0
        last = bisect_left(self.starts, start)
        first = max(bisect_left(self.starts, begin), last - negation.window)
        return any(map(negation.is_negator, self.words[first:last]))
