"""Find all patterns of a codebook in a text.

What is found is told in offsets of the text as it was given. Most patterns cannot match
most texts: a pattern is only tried where the text has its longest word, or a word that
begins as its longest beginning of one does.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from lasthope.clauses import Clauses, Negation
from lasthope.errors import UserError
from lasthope.hashtags import LEAST_LETTERS, readings
from lasthope.patterns import LETTER, Alternative, Folded, PatternError, parse
from lasthope.rules import Hints


class Match(NamedTuple):
    """A stretch of text that a pattern of a category matches."""

    category: str
    pattern: str
    start: int
    end: int


class Names(NamedTuple):
    """The categories and the patterns and rules of a codebook, each once, in order."""

    categories: list[str]
    patterns: list[str]


class Found(NamedTuple):
    """What is found in texts.

    Attributes:
        rows: (n, 6) whole numbers, by text, start, end, category and pattern: the
            number of the text, start, end, the numbers of category and pattern in
            :class:`Names`, whether the match is negated.
        hints: where rules may find something.
    """

    rows: np.ndarray
    hints: Hints


@dataclass(frozen=True)
class _Entry:
    category: str
    pattern: str
    is_veto: bool
    alternative: Alternative
    gap_words: int

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression, made when a text first has the words for it."""
        return self.alternative.regex(self.gap_words)


@dataclass(frozen=True)
class Matcher:
    """Finds all patterns of a codebook in a text."""

    # By the longest word that a text must have.
    by_word: Mapping[str, Sequence[_Entry]]
    # Those that need no whole word, by the longest beginning of one.
    by_head: Mapping[str, Sequence[_Entry]]
    # Of which joined hashtags may be made.
    words: frozenset[str]

    @cached_property
    def head_lengths(self) -> frozenset[int]:
        """How long the beginnings of words are by which entries are found."""
        return frozenset(map(len, self.by_head))

    def find(self, text: str) -> list[Match]:
        """Return the matches of every category, by start, end, category and pattern.

        Matches that overlap a veto of their category are dropped, then those that lie
        within another match of their category. Matches that overlap in part are kept.
        """
        found: dict[str, list[Match]] = {}
        vetoed: dict[str, list[Match]] = {}
        for folded in readings(text, self.words):
            for entry in self._candidates(folded.text):
                kind = vetoed if entry.is_veto else found
                kind.setdefault(entry.category, []).extend(_find(entry, folded))
        kept = [
            match
            for category, matches in found.items()
            for match in outermost(_without(matches, vetoed.get(category, [])))
        ]
        return sorted(kept, key=lambda m: (m.start, m.end, m.category, m.pattern))

    def _candidates(self, text: str) -> Iterator[_Entry]:
        """Yield the entries for which a folded text has all plain words."""
        present = set(re.findall(rf"{LETTER}++", text))
        heads = {word[:length] for word in present for length in self.head_lengths}
        candidates = itertools.chain(
            *(self.by_word.get(word, ()) for word in present),
            *(self.by_head.get(head, ()) for head in heads),
        )
        return (one for one in candidates if one.alternative.needed <= present)


def compile_codebook(codebook: Mapping[str, Any], gap_words: int) -> Matcher:
    """Return the matcher of a codebook.

    Args:
        codebook: the codebook as read from its file.
        gap_words: how many words a gap (``...``) may stand for.

    Raises:
        UserError: if a pattern cannot be understood.
    """
    by_word: dict[str, list[_Entry]] = {}
    by_head: dict[str, list[_Entry]] = {}
    for category in codebook["categories"]:
        name = category["id"]
        for is_veto, key in ((False, "patterns"), (True, "vetoes")):
            for pattern in category[key]:
                for alternative in _parsed(name, pattern):
                    entry = _Entry(name, pattern, is_veto, alternative, gap_words)
                    word = max(sorted(alternative.needed), key=len, default="")
                    if word:
                        by_word.setdefault(word, []).append(entry)
                    else:
                        by_head.setdefault(alternative.head, []).append(entry)
    return Matcher(by_word, by_head, words_of(codebook))


def names_of(codebook: Mapping[str, Any]) -> Names:
    """Return the names of what may be found."""
    categories = codebook["categories"]
    patterns = {
        name
        for category in categories
        for name in (
            *category["patterns"],
            *category["vetoes"],
            *filter(None, [category.get("rule")]),
        )
    }
    return Names(sorted(category["id"] for category in categories), sorted(patterns))


def words_of(codebook: Mapping[str, Any]) -> frozenset[str]:
    """Return the plain words of all patterns, of which joined hashtags may be made.

    Raises:
        UserError: if a pattern cannot be understood.
    """
    return frozenset(
        word
        for category in codebook["categories"]
        for pattern in (*category["patterns"], *category["vetoes"])
        for alternative in _parsed(category["id"], pattern)
        for word in alternative.words
        if len(word) >= LEAST_LETTERS and not set(word) & set("*.'")
    )


class PlainFinder:
    """Finds all patterns of a codebook, text by text.

    Args:
        codebook: as read from its file.
        negation: what negates.
        gap_words: how many words a gap may stand for.

    Raises:
        UserError: if a pattern cannot be understood.
    """

    def __init__(
        self, codebook: Mapping[str, Any], negation: Negation, gap_words: int
    ) -> None:
        self.matcher = compile_codebook(codebook, gap_words)
        self.negation = negation
        self.categories, self.patterns = (
            {name: number for number, name in enumerate(column)}
            for column in names_of(codebook)
        )

    def find(self, texts: pa.Array) -> Found:
        """Return what is found in texts."""
        rows = [
            (
                number,
                match.start,
                match.end,
                self.categories[match.category],
                self.patterns[match.pattern],
                clauses.is_negated(match.start, self.negation),
            )
            for number, text in enumerate(texts.to_pylist())
            if (matches := self.matcher.find(text))
            for clauses in [Clauses.of(text, self.matcher.words)]
            for match in matches
        ]
        return Found(np.array(rows, np.int64).reshape(-1, 6), Hints.none(len(texts)))


def outermost(matches: Sequence[Match]) -> list[Match]:
    """Drop every match that lies within another; of equal ones keep the first pattern.

    >>> outermost([Match("a", "x", 0, 4), Match("a", "y", 1, 3), Match("a", "z", 2, 6)])
    ... # doctest: +NORMALIZE_WHITESPACE
    [Match(category='a', pattern='x', start=0, end=4),
     Match(category='a', pattern='z', start=2, end=6)]
    """
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.pattern)):
        if not kept or match.end > kept[-1].end:
            kept.append(match)
    return kept


def _parsed(category: str, pattern: str) -> list[Alternative]:
    try:
        return parse(pattern)
    except PatternError as error:
        raise UserError(
            f"the codebook: category {category!r}, pattern {pattern!r}: {error}."
        ) from error


def _find(entry: _Entry, folded: Folded) -> list[Match]:
    """Return the match from each place where there is one."""
    matches = []
    found = entry.regex.search(folded.text)
    while found:
        start, end = folded.span(*found.span(1))
        matches.append(Match(entry.category, entry.pattern, start, end))
        found = entry.regex.search(folded.text, found.start(1) + 1)
    return matches


def _without(matches: Sequence[Match], vetoes: Sequence[Match]) -> list[Match]:
    """Drop the matches that overlap a veto."""
    # Of vetoes none of which lies within another, ends rise with starts.
    outer = outermost(vetoes)
    kept = []
    ahead = 0
    for match in sorted(matches, key=lambda m: m.start):
        while ahead < len(outer) and outer[ahead].end <= match.start:
            ahead += 1
        if ahead == len(outer) or outer[ahead].start >= match.end:
            kept.append(match)
    return kept
