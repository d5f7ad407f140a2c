"""The automaton over letters: which words of the patterns a run of letters is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from lasthope.tagging.alphabet import OTHER_LETTER

# Only words with a * inside can come near.
MOST_STATES = 2**16
CLASS_COLUMN = 0

# A glob, and how many of its characters have been seen.
Item = tuple[int, int]


class TooManyStatesError(ValueError):
    """An automaton would not fit; the patterns must be tried one by one."""


class Spelling(NamedTuple):
    """An automaton that reads a run of letters.

    A state is the place of its row in ``moves``.

    Attributes:
        start: the state before the first letter.
        moves: the rows of all states, one after the other: the class of a run that ends
            there, 0 if it is no word, and then by symbol the next state.
        members: per class the globs that match a run of it.
    """

    start: int
    moves: np.ndarray
    members: list[tuple[int, ...]]


def spelling(
    globs: Sequence[str], symbols: Mapping[str, int], n_symbols: int
) -> Spelling:
    """Return the automaton of all globs.

    Args:
        globs: folded letters and ``*``, which stands for any letters or none.
        symbols: of each letter that a glob has.
        n_symbols: how many symbols there are.

    Raises:
        TooManyStatesError: if there would be more than MOST_STATES.
    """
    start = _closed(globs, ((glob, 0) for glob in range(len(globs))))
    waiting: list[frozenset[Item]] = [frozenset(), start]
    states = {items: number for number, items in enumerate(waiting)}
    members: dict[tuple[int, ...], int] = {(): 0}
    rows = []
    for items in waiting:
        otherwise, explicit = _moved(globs, items)
        row = np.zeros(n_symbols, np.int32)
        for letter, target in [("", otherwise), *explicit.items()]:
            if target not in states:
                states[target] = len(states)
                waiting.append(target)
            place = slice(OTHER_LETTER, None) if not letter else symbols[letter]
            row[place] = states[target] * n_symbols
        ended = tuple(sorted(g for g, seen in items if seen == len(globs[g])))
        row[CLASS_COLUMN] = members.setdefault(ended, len(members))
        rows.append(row)
        if len(states) > MOST_STATES:
            raise TooManyStatesError
    return Spelling(n_symbols, np.concatenate(rows), list(members))


def _moved(
    globs: Sequence[str], items: frozenset[Item]
) -> tuple[frozenset[Item], dict[str, frozenset[Item]]]:
    """Return what follows any other letter, and what follows some letters."""
    stars = [item for item in items if globs[item[0]][item[1] : item[1] + 1] == "*"]
    by_letter: dict[str, list[Item]] = defaultdict(list)
    for glob, seen in items:
        letter = globs[glob][seen : seen + 1]
        if letter and letter != "*":
            by_letter[letter].append((glob, seen + 1))
    otherwise = _closed(globs, stars)
    explicit = {
        letter: _closed(globs, moved) | otherwise for letter, moved in by_letter.items()
    }
    return otherwise, explicit


def _closed(globs: Sequence[str], items: Iterable[Item]) -> frozenset[Item]:
    """Add what is reached without a letter: a ``*`` may stand for none."""
    closed = set()
    for glob, seen in items:
        closed.add((glob, seen))
        if globs[glob][seen : seen + 1] == "*":
            closed.add((glob, seen + 1))
    return frozenset(closed)
