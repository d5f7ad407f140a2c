"""A codebook as arrays, which compiled functions go through."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from lasthope.clauses import Negation
from lasthope.matching import names_of, words_of
from lasthope.patterns import LETTER, Alternative, parse
from lasthope.tagging.alphabet import APOSTROPHE, Alphabet, alphabet
from lasthope.tagging.phrases import (
    BEGIN,
    FIRST,
    LATER,
    N_LINKS,
    NOWHERE,
    Found,
    State,
    Steps,
    phrases,
    runs_of,
)
from lasthope.tagging.spelling import spelling

# Multiplies a key so that its high bits hang on all of it (Knuth, 1998, section 6.4).
SCATTER = np.uint64(0x9E3779B97F4A7C15)
EMPTY = -1
# Of the moves from first runs there are some thousands; each has one of 2^17 bits, in
# words of 2^5, which is little enough to stay near the processor.
N_LIKELY = 17
LIKELY_SHIFT = np.uint64(64 - N_LIKELY)
FIVE, LOW_FIVE = np.uint64(5), np.uint64(31)
# No word, nor the end of one, holds anything else.
NEGATOR = re.compile(rf"(?:{LETTER}|')+")


class Letters(NamedTuple):
    """The automaton over letters.

    Attributes:
        entries: as of :class:`lasthope.tagging.alphabet.Alphabet`.
        longer: likewise.
        longer_symbols: likewise.
        start: as of :class:`lasthope.tagging.spelling.Spelling`.
        moves: likewise.
        is_word: per class of runs whether they are a word that joined hashtags may be
            made of.
        longest_word: how many letters the longest of these words has.
    """

    entries: np.ndarray
    longer: np.ndarray
    longer_symbols: np.ndarray
    start: int
    moves: np.ndarray
    is_word: np.ndarray
    longest_word: int


class Runs(NamedTuple):
    """The automaton over runs of letters.

    Attributes:
        first_moves: by class the state that the first run of a text leads to.
        later_moves: the same of every other run.
        is_open: per state whether it matters whatever run comes next: something is
            found in it, a gap begins, or any word may follow.
        likely: of each move from the state of a first run one bit is set, by its
            scattered key. If the bit of a key is not, there is no such move.
        keys: hash table of all moves; a key is (state, link, class) in one.
        targets: the state that each key leads to.
        shift: by how much a key, scattered, is shifted to give its place.
        otherwise: (states, links), for classes that have no move of their own.
        found_starts: where what is found in each state begins in ``found``.
        found: rows of needed bits, category, pattern, whether veto, alternative.
        gap_starts: where the gaps of each state begin in ``gaps``.
        gaps: rows of needed bits and the state from which the rest is looked for.
        gap_words: how many words a gap may stand for.
    """

    first_moves: np.ndarray
    later_moves: np.ndarray
    is_open: np.ndarray
    likely: np.ndarray
    keys: np.ndarray
    targets: np.ndarray
    shift: np.uint64
    otherwise: np.ndarray
    found_starts: np.ndarray
    found: np.ndarray
    gap_starts: np.ndarray
    gaps: np.ndarray
    gap_words: int


class Negators(NamedTuple):
    """The words that negate.

    Attributes:
        symbols: of all of them, one after the other.
        starts: where each begins, and as last where the last ends.
        window: how many words before a match may negate it.
    """

    symbols: np.ndarray
    starts: np.ndarray
    window: int


class Automaton(NamedTuple):
    """All that compiled functions need to know of a codebook.

    Attributes:
        letters: the automaton over letters.
        runs: the automaton over runs.
        negators: the words that negate.
        n_alternatives: how many patterns there are, braces resolved.
        n_categories: how many categories there are.
    """

    letters: Letters
    runs: Runs
    negators: Negators
    n_alternatives: int
    n_categories: int


def automaton(
    codebook: Mapping[str, Any], negation: Negation, *, gap_words: int
) -> Automaton:
    """Return the automaton of a codebook whose patterns have been checked.

    Args:
        codebook: as read from its file.
        negation: what negates.
        gap_words: how many words a gap may stand for.

    Raises:
        TooManyStatesError: if the automaton would be too large.
        TooManyLettersError: if the patterns have too many letters.
    """
    entries = _entries(codebook)
    globs = _globs(alternative for alternative, _ in entries)
    negating = sorted(filter(NEGATOR.fullmatch, negation.negators))
    characters = alphabet(set("".join([*globs, *negating])) - set("'*"))
    spelled = spelling(list(globs), characters.symbols, characters.n_symbols)
    steps = Steps(globs)
    for alternative, found in entries:
        steps.add(alternative, found)
    words = words_of(codebook)
    runs = list(globs)
    is_word = [any(runs[g] in words for g in found) for found in spelled.members]
    return Automaton(
        Letters(
            *characters[:3],
            spelled.start,
            spelled.moves,
            np.array(is_word),
            max(map(len, words), default=0),
        ),
        _runs(phrases(steps, spelled.members), len(spelled.members), gap_words),
        Negators(*_spelled_out(negating, characters), negation.window),
        len(entries),
        len(codebook["categories"]),
    )


def _runs(states: Sequence[State], n_classes: int, gap_words: int) -> Runs:
    found = [[(needed, *one) for needed, one in state.found] for state in states]
    gaps = [state.gaps for state in states]
    otherwise = [
        [state.otherwise.get(by, 0) for by in range(N_LINKS)] for state in states
    ]
    first_moves, later_moves = (
        _begun(states[number], n_classes) for number in (FIRST, LATER)
    )
    begun = {*first_moves.tolist(), *later_moves.tolist()}
    return Runs(
        first_moves,
        later_moves,
        np.array([bool(one.found or one.gaps or one.otherwise) for one in states]),
        _likely(states, begun, n_classes),
        *_hashed(states, n_classes),
        np.array(otherwise, np.int32),
        *_rows(found, 5),
        *_rows(gaps, 2),
        gap_words,
    )


def _entries(codebook: Mapping[str, Any]) -> list[tuple[Alternative, Found]]:
    categories, patterns = (
        {name: number for number, name in enumerate(column)}
        for column in names_of(codebook)
    )
    entries: list[tuple[Alternative, Found]] = []
    for category in codebook["categories"]:
        for is_veto, key in ((False, "patterns"), (True, "vetoes")):
            for pattern in category[key]:
                number = (categories[category["id"]], patterns[pattern], is_veto)
                for alternative in parse(pattern):
                    entries.append((alternative, Found(*number, len(entries))))
    return entries


def _globs(alternatives: Iterable[Alternative]) -> dict[str, int]:
    """Return a number for each run of letters that a pattern has."""
    words = (word for alternative in alternatives for word in alternative.words)
    runs = (run for word in words if word not in ("*", "...") for run in runs_of(word))
    return {run: number for number, run in enumerate(dict.fromkeys(filter(None, runs)))}


def _spelled_out(
    negators: Sequence[str], characters: Alphabet
) -> tuple[np.ndarray, np.ndarray]:
    """Return the symbols of the negators, and where each begins."""
    symbols = characters.symbols | {"'": APOSTROPHE}
    rows = [[symbols[letter] for letter in negator] for negator in negators]
    starts = np.cumsum([0, *map(len, rows)])
    return np.array(list(itertools.chain(*rows)), np.uint16), starts


def _begun(state: State, n_classes: int) -> np.ndarray:
    moves = np.full(n_classes, state.otherwise.get(BEGIN, NOWHERE), np.int32)
    for (_, number), target in state.moves.items():
        moves[number] = target
    return moves


def _likely(
    states: Sequence[State], begun: Iterable[int], n_classes: int
) -> np.ndarray:
    """Return the bits of the moves from some states."""
    bits = np.zeros(1 << N_LIKELY - int(FIVE), np.uint32)
    keys = [
        (number * N_LINKS + link) * n_classes + run
        for number in begun
        for link, run in states[number].moves
    ]
    for key in keys:
        bit = (key * int(SCATTER) & (2**64 - 1)) >> int(LIKELY_SHIFT)
        bits[bit >> int(FIVE)] |= np.uint32(1 << (bit & int(LOW_FIVE)))
    return bits


def _rows(
    by_state: Sequence[Sequence[tuple[int, ...]]], width: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return where the rows of each state begin, and all rows."""
    starts = np.cumsum([0, *map(len, by_state)]).astype(np.int32)
    rows = list(itertools.chain(*by_state))
    return starts, np.array(rows, np.int32).reshape(-1, width)


def _hashed(
    states: Sequence[State], n_classes: int
) -> tuple[np.ndarray, np.ndarray, np.uint64]:
    """Return keys, targets and shift of all moves, at most half of the places taken."""
    moves = [
        ((number * N_LINKS + link) * n_classes + run, target)
        for number, state in enumerate(states)
        for (link, run), target in state.moves.items()
    ]
    n_bits = max(4, (2 * len(moves)).bit_length())
    keys = np.full(1 << n_bits, EMPTY, np.int64)
    targets = np.zeros(1 << n_bits, np.int32)
    for key, target in moves:
        place = (key * int(SCATTER) & (2**64 - 1)) >> (64 - n_bits)
        while keys[place] != EMPTY:
            place = (place + 1) & ((1 << n_bits) - 1)
        keys[place], targets[place] = key, target
    return keys, targets, np.uint64(64 - n_bits)
