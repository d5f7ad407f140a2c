"""Find the frames and devices of the codebook as spans of the units.

How patterns, negation and stance are decided is told in ``docs/tagging.md``.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from lasthope.matching import Match, compile_codebook, outermost
from lasthope.patterns import LETTER, WORD, fold, fold_split
from lasthope.schemas import KEYS, TAGS

# A word, or what ends a clause; a hyphen inside a word does not.
CLAUSE_PART = re.compile(rf"{WORD}|[,;:.!?…—–()]|(?<=\s)--?(?=\s)")
OPENING = re.compile(rf"{WORD}(?:[^\w\u0300-\u036f.!?…]++{WORD})?+")
DOUBLED = re.compile(
    rf"(?<![\w\u0300-\u036f'])([^\W\d_]{{2,}}+)(?:\s*+[,!?;…—–]++\s*+\1(?!{LETTER}|'))++"
)

Spans = dict[str, list[tuple[int, int]]]


class Clauses(NamedTuple):
    """The words of a unit, folded, where they begin, and where its clauses end."""

    starts: list[int]
    words: list[str]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> "Clauses":
        """Return the clauses of a text."""
        folded = fold_split(text)
        clauses = cls([], [], [])
        for part in CLAUSE_PART.finditer(folded.text):
            if re.match(LETTER, part[0]):
                clauses.starts.append(folded.origin[part.start()])
                clauses.words.append(part[0])
            else:
                clauses.ends.append(folded.origin[part.start()])
        return clauses

    def is_negated(self, start: int, window: int, negators: set[str]) -> bool:
        """Tell whether a negator is among the words before a place in its clause."""
        passed = bisect_left(self.ends, start)
        begin = self.ends[passed - 1] if passed else 0
        last = bisect_left(self.starts, start)
        first = max(bisect_left(self.starts, begin), last - window)
        return any(_negates(word, negators) for word in self.words[first:last])


def tags(
    units: pd.DataFrame,
    codebook: Mapping[str, Any],
    *,
    negation_window: int,
    negators: list[str],
    gap_words: int,
) -> pd.DataFrame:
    """Return the table ``tags``: every match of every category in every unit.

    Args:
        units: unit_id, doc_id, position, sentence, text and voice.
        codebook: the codebook as read from its file.
        negation_window: how many words before a match, in its clause, a negator is
            looked for.
        negators: words that negate; one that holds an apostrophe (``n't``) negates as
            the end of a word.
        gap_words: how many words a gap (``...``) of a pattern may stand for.

    Raises:
        UserError: if a pattern of the codebook cannot be understood.
    """
    matcher = compile_codebook(codebook, gap_words)
    ruled = _ruled(units, codebook)
    facets = {category["id"]: category["facet"] for category in codebook["categories"]}
    negating = {fold(negator).text for negator in negators}
    rows = []
    for unit in units.to_dict("records"):
        text, voice = unit["text"], unit["voice"]
        matches = [*matcher.find(text), *ruled.get(unit["unit_id"], [])]
        clauses = Clauses.of(text if matches else "")
        for match in _outermost_by_category(matches):
            negated = clauses.is_negated(match.start, negation_window, negating)
            rows.append(
                {
                    "unit_id": unit["unit_id"],
                    "category": match.category,
                    "facet": facets[match.category],
                    "pattern": match.pattern,
                    "start": match.start,
                    "end": match.end,
                    "matched": text[match.start : match.end],
                    "is_negated": negated,
                    "stance": stance(voice, negated),
                    "voice": voice,
                    "tagger": "rules",
                    "score": 1.0,
                }
            )
    table = pd.DataFrame(rows, columns=list(TAGS.columns))
    types = {"start": "int64", "end": "int64", "is_negated": "bool", "score": "float64"}
    return table.astype(types).sort_values(KEYS["tags"], ignore_index=True)


def stance(voice: str, is_negated: bool) -> str:
    """Return what the author does with the words of a match.

    >>> stance("quoted", True), stance("own", True), stance("own", False)
    ('reports', 'rejects', 'asserts')
    """
    if voice == "quoted":
        return "reports"
    return "rejects" if is_negated else "asserts"


def repetition(units: pd.DataFrame) -> Spans:
    """Return, by unit, the words that are repeated for emphasis.

    Either sentences of a document that follow each other, in the author's own voice,
    open with the same two words (anaphora; a sentence of one word counts with that
    word), or a word is doubled across punctuation ("never, never"; epizeuxis).

    Args:
        units: unit_id, doc_id, position, sentence, text and voice.
    """
    spans: Spans = {}
    for unit_id, text in zip(units["unit_id"], units["text"], strict=True):
        folded = fold(text)
        for doubled in DOUBLED.finditer(folded.text):
            spans.setdefault(unit_id, []).append(folded.span(*doubled.span()))
    for one, two in itertools.pairwise(_openings(units)):
        if one.words == two.words and (two.document, two.sentence) == (
            one.document,
            one.sentence + 1,
        ):
            for opening in (one, two):
                spans.setdefault(opening.unit_id, []).append(opening.span)
    return {unit_id: sorted(set(found)) for unit_id, found in spans.items()}


RULES: dict[str, Callable[[pd.DataFrame], Spans]] = {"repetition": repetition}


class _Opening(NamedTuple):
    """How a sentence begins: its first words, folded, and where they stand."""

    document: str
    sentence: int
    words: tuple[str, ...]
    unit_id: str
    span: tuple[int, int]


def _openings(units: pd.DataFrame) -> Iterator[_Opening]:
    """Yield the openings of the sentences that begin in the author's own voice."""
    first = units.sort_values(["doc_id", "position"]).drop_duplicates(
        ["doc_id", "sentence"]
    )
    for unit in first[first["voice"] == "own"].to_dict("records"):
        folded = fold(unit["text"])
        found = OPENING.search(folded.text)
        if found:
            words = tuple(re.findall(WORD, found[0]))
            span = folded.span(*found.span())
            yield _Opening(
                unit["doc_id"], unit["sentence"], words, unit["unit_id"], span
            )


def _ruled(units: pd.DataFrame, codebook: Mapping[str, Any]) -> dict[str, list[Match]]:
    """Return, by unit, what the categories that have a rule find by it."""
    found: dict[str, list[Match]] = {}
    for category in codebook["categories"]:
        if "rule" in category:
            name, rule = category["id"], category["rule"]
            for unit_id, spans in RULES[rule](units).items():
                matches = (Match(name, rule, *span) for span in spans)
                found.setdefault(unit_id, []).extend(matches)
    return found


def _outermost_by_category(matches: Sequence[Match]) -> list[Match]:
    """Drop the matches that lie within another of their category."""
    by_category: dict[str, list[Match]] = {}
    for match in matches:
        by_category.setdefault(match.category, []).append(match)
    return [kept for found in by_category.values() for kept in outermost(found)]


def _negates(word: str, negators: set[str]) -> bool:
    return word in negators or any(
        "'" in negator and word.endswith(negator) for negator in negators
    )
