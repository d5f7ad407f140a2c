"""The automaton over letters: which words of the patterns a run of letters is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from lasthope.tagging.alphabet import OTHER_LETTER

# So many fit into two bytes each. Only words with a * inside can come near.
MOST_STATES = 2**16
DEAD, START = 0, 1

# A glob, and how many of its characters have been seen.
Item = tuple[int, int]


class TooManyStatesError(ValueError):
    """An automaton would not fit; the patterns must be tried one by one."""


class Spelling(NamedTuple):
    """An automaton that reads a run of letters, from START on.

    Attributes:
        moves: (states, symbols), the next state.
        classes: per state the class of a run that ends there; 0 if it is no word.
        members: per class the globs that match a run of it.
    """

    moves: np.ndarray
    classes: np.ndarray
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
    # A run of letters has at least one, so an empty set stands for a run of no glob.
    states: dict[frozenset[Item], int] = {frozenset(): DEAD, start: START}
    members: dict[tuple[int, ...], int] = {(): 0}
    rows, classes = [np.zeros(n_symbols, np.uint16)], [0]
    waiting = [start]
    for items in waiting:
        ended = tuple(sorted(g for g, seen in items if seen == len(globs[g])))
        classes.append(members.setdefault(ended, len(members)))
        row = np.zeros(n_symbols, np.uint16)
        otherwise, explicit = _moved(globs, items)
        for letter, target in [(None, otherwise), *explicit.items()]:
            if target not in states:
                states[target] = len(states)
                waiting.append(target)
            if len(states) > MOST_STATES:
                raise TooManyStatesError
            if letter is None:
                row[OTHER_LETTER:] = states[target]
            else:
                row[symbols[letter]] = states[target]
        rows.append(row)
    return Spelling(np.stack(rows), np.array(classes, np.int32), list(members))


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
