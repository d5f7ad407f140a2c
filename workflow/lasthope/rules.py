"""What no pattern can find: rules that look at more than the words of one match."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.patterns import LETTER, WORD, fold, parse

OPENING = re.compile(rf"{WORD}(?:[^\w\u0300-\u036f.!?…]++{WORD})?+")
DOUBLED = re.compile(
    rf"(?<![\w\u0300-\u036f'])([^\W\d_]{{2,}}+)(?:\s*+[,!?;…—–]++\s*+\1(?!{LETTER}|'))++"
)

GRANTING = (
    *("respect", "understand", "appreciate", "acknowledge", "recognize", "recognise"),
    *("value", "support", "welcome", "sympathize", "sympathise", "agree", "admit"),
    "concede",
)
GRANTS = (
    f"{{we|i}} {{do|fully|certainly|of course|still|also|}} {{{'|'.join(GRANTING)}}}",
    "{of course|to be sure|admittedly|granted|it is true|it's true|no doubt|certainly}",
)
TURNS = ("but", "however", "yet", "nevertheless", "nonetheless", "even so", "that said")
OPENED = (f"^{{{'|'.join(TURNS)}}}",)
# Finds all sentences that open with a turn, and some more.
MAY_TURN = rf"^(?:\[[^\]]*\]|\W)*(?:{'|'.join(TURNS)})".replace(" ", r"\W+")

# By the number of a unit the stretches of its text.
Spans = dict[int, list[tuple[int, int]]]


class Hints(NamedTuple):
    """Where a rule may find something; elsewhere it need not look.

    Attributes:
        openings: per unit a number, the same if the first two words may be the same; 0
            if there is no word.
        may_double: per unit whether a word may be doubled.
    """

    openings: np.ndarray
    may_double: np.ndarray

    @classmethod
    def none(cls, n_units: int) -> "Hints":
        """Return that something may be found anywhere."""
        return cls(np.ones(n_units, np.uint64), np.ones(n_units, bool))


def repetition(units: pa.Table, hints: Hints) -> Spans:
    """Return the words that are repeated for emphasis.

    Either sentences of a document that follow each other, in the author's own voice,
    open with the same two words (anaphora; a sentence of one word counts with that
    word), or a word is doubled across punctuation ("never, never"; epizeuxis).

    Args:
        units: doc_id, sentence, text and voice, those of a document together and in
            the order of its text.
        hints: where something may be found.
    """
    spans: Spans = {}
    texts = units["text"]
    for number in np.flatnonzero(hints.may_double).tolist():
        folded = fold(texts[number].as_py())
        for doubled in DOUBLED.finditer(folded.text):
            spans.setdefault(number, []).append(folded.span(*doubled.span()))
    for pair in _pairs(units, hints):
        one, two = (_opening(texts[number].as_py()) for number in pair)
        if one and two and one.words == two.words:
            for number, opening in zip(pair, (one, two), strict=True):
                spans.setdefault(number, []).append(opening.span)
    return {number: sorted(set(found)) for number, found in spans.items()}


def concession(units: pa.Table, hints: Hints) -> Spans:
    """Return what is granted in one sentence and turned down by the next.

    The first has words such as "we respect" or "of course", the next opens with
    "however" or the like; both are the author's own. The spans are these words.

    Args:
        units: as for :func:`repetition`.
        hints: not needed.
    """
    spans: Spans = {}
    for before, after in _turns(units):
        granted = _matched(units["text"][before].as_py(), _regexes(GRANTS))
        turned = _matched(units["text"][after].as_py(), _regexes(OPENED))
        if granted and turned:
            spans.setdefault(before, []).extend(granted)
            spans.setdefault(after, []).extend(turned)
    return {number: sorted(set(found)) for number, found in spans.items()}


RULES: dict[str, Callable[[pa.Table, Hints], Spans]] = {
    "concession": concession,
    "repetition": repetition,
}


class _Opening(NamedTuple):
    """The first words of a sentence, folded, and where they stand."""

    words: tuple[str, ...]
    span: tuple[int, int]


def _opening(text: str) -> _Opening | None:
    folded = fold(text)
    found = OPENING.search(folded.text)
    if not found:
        return None
    return _Opening(tuple(re.findall(WORD, found[0])), folded.span(*found.span()))


def _pairs(units: pa.Table, hints: Hints) -> list[list[int]]:
    """Return the units that begin sentences that follow each other and may be alike."""
    documents, sentences = units["doc_id"], units["sentence"].to_numpy()
    is_new = np.ones(len(units), bool)
    is_new[1:] = pc.not_equal(documents[1:], documents[:-1]).to_numpy()
    number = np.cumsum(is_new)
    is_new[1:] |= sentences[1:] != sentences[:-1]
    is_own = pc.equal(units["voice"], "own").to_numpy()
    begin = np.flatnonzero(is_new & is_own & (hints.openings != 0))
    one, two = begin[:-1], begin[1:]
    follows = (number[one] == number[two]) & (sentences[one] + 1 == sentences[two])
    may_be = follows & (hints.openings[one] == hints.openings[two])
    return np.stack([one[may_be], two[may_be]], axis=1).tolist()


def _turns(units: pa.Table) -> list[list[int]]:
    """Return the neighbours in one's own voice of which the second may turn."""
    may_turn = pc.match_substring_regex(units["text"], MAY_TURN, ignore_case=True)
    is_own = pc.equal(units["voice"], "own")
    after = np.flatnonzero(pc.and_(may_turn, is_own).to_numpy()[1:]) + 1
    before = after - 1
    sentences = units["sentence"].to_numpy()
    is_next = sentences[before] + 1 == sentences[after]
    is_same = pc.equal(units["doc_id"].take(before), units["doc_id"].take(after))
    may_be = is_next & is_same.to_numpy() & is_own.to_numpy()[before]
    return np.stack([before[may_be], after[may_be]], axis=1).tolist()


def _matched(text: str, regexes: list[re.Pattern[str]]) -> list[tuple[int, int]]:
    """Return the first stretch that each regular expression matches."""
    folded = fold(text)
    found = (regex.search(folded.text) for regex in regexes)
    return [folded.span(*match.span(1)) for match in found if match]


@cache
def _regexes(patterns: tuple[str, ...]) -> list[re.Pattern[str]]:
    return [one.regex(0) for pattern in patterns for one in parse(pattern)]
