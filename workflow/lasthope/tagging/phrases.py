"""The automaton over runs of letters: where the patterns of a codebook match.

A pattern is a row of *steps*, each a run of letters. What stands between two runs is a
*link*: white space or one hyphen; one apostrophe, within a word; or an apostrophe and a
space, behind a word that ends in one (``days' notice``). Behind a gap the rest of a
pattern is looked for from a state of its own.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lasthope.patterns import Alternative
from lasthope.tagging.spelling import TooManyStatesError

# How one goes from one run to the next.
BEGIN, BY_SPACE, BY_APOSTROPHE, BY_TRAILING = range(4)
N_LINKS = 4
# What must hold behind a run (bits, see lasthope.tagging.reading) for a word of a
# pattern to end there: a plain one, any word (*), one that ends in an apostrophe.
ENDS, ENDS_ANY, ENDS_TRAILING = 1, 2, 4
GAP, GAP_TRAILING = 8, 16
ANY = -1
LINK_BEHIND = {
    0: BY_APOSTROPHE,
    ENDS: BY_SPACE,
    ENDS_ANY: BY_SPACE,
    ENDS_TRAILING: BY_TRAILING,
}
# The dead state, and those at the first run of a text and at every other.
NOWHERE, FIRST, LATER = range(3)
# Of the patterns of a reasonable codebook there are some ten thousand.
MOST_STATES = 2**20


class Found(NamedTuple):
    """What is found where a pattern ends: numbers, by the order of names."""

    category: int
    pattern: int
    is_veto: bool
    alternative: int  # tells those with a gap apart; -1 for all others


class Step(NamedTuple):
    """A run of letters, once it is read, and what may follow.

    Attributes:
        glob: the run; ANY for any word.
        end: what must hold for the word to end here; 0 within a word.
        following: the next step; -1 if there is none.
        is_gap: a gap comes before the next step.
        found: what is found if there is no next step.
    """

    glob: int
    end: int
    following: int
    is_gap: bool
    found: Found | None


class State(NamedTuple):
    """What an automaton over runs knows of a state.

    Attributes:
        moves: by link and class the next state.
        otherwise: by link the next state for every other class.
        found: what ends here and the bits that must hold behind the run.
        gaps: the bits that must hold, and the state from which the rest is looked for.
    """

    moves: dict[tuple[int, int], int]
    otherwise: dict[int, int]
    found: list[tuple[int, Found]]
    gaps: list[tuple[int, int]]


def runs_of(word: str) -> list[str]:
    """Return the runs of letters of a pattern's word; the last may be empty.

    >>> runs_of("don't"), runs_of("days'")
    (['don', 't'], ['days', ''])
    """
    return word.split("'")


class Steps:
    """All patterns as steps; ``firsts`` are those a match begins with."""

    def __init__(self, globs: dict[str, int]) -> None:
        self.globs = globs
        self.steps: list[Step] = []
        self.firsts: list[int] = []
        self.openings: list[int] = []

    def add(self, alternative: Alternative, found: Found) -> None:
        """Add one pattern without braces."""
        plain: list[tuple[int, int, bool]] = []
        for word in alternative.words:
            if word == "...":
                glob, end, _ = plain[-1]
                plain[-1] = (glob, end, True)
            elif word == "*":
                plain.append((ANY, ENDS_ANY, False))
            else:
                plain += self._word(word)
        firsts = self.openings if alternative.is_opening else self.firsts
        firsts.append(len(self.steps))
        has_gap = "..." in alternative.words
        last = found._replace(alternative=found.alternative if has_gap else -1)
        for place, (glob, end, is_gap) in enumerate(plain, 1):
            is_last = place == len(plain)
            following = -1 if is_last else len(self.steps) + 1
            self.steps.append(
                Step(glob, end, following, is_gap, last if is_last else None)
            )

    def _word(self, word: str) -> list[tuple[int, int, bool]]:
        *inner, last = runs_of(word)
        globs = [self.globs[run] for run in (*inner, last) if run]
        end = ENDS if last else ENDS_TRAILING
        return [(glob, 0, False) for glob in globs[:-1]] + [(globs[-1], end, False)]


def phrases(steps: Steps, members: Sequence[tuple[int, ...]]) -> list[State]:
    """Return the states of the automaton; NOWHERE, FIRST and LATER come first.

    Args:
        steps: of all patterns.
        members: per class of runs the globs that match it.

    Raises:
        TooManyStatesError: if there would be more than MOST_STATES.
    """
    construction = _Construction(steps.steps, members)
    construction.begin(steps.firsts + steps.openings)
    construction.begin(steps.firsts)
    return construction.states()


class _Construction:
    """The subset construction: a state is a set of steps, read or yet to begin."""

    def __init__(self, steps: list[Step], members: Sequence[tuple[int, ...]]) -> None:
        self.steps = steps
        self.members = members
        self.classes: dict[int, list[int]] = defaultdict(list)
        for number, globs in enumerate(members):
            for glob in globs:
                self.classes[glob].append(number)
        # A state is told by whether its steps have been read, and which they are.
        self.keys: list[tuple[bool, frozenset[int]]] = [(True, frozenset())]
        self.numbers = {self.keys[0]: NOWHERE}

    def begin(self, steps: Iterable[int]) -> int:
        """Return the number of a new state from which some steps are looked for."""
        self.keys.append((False, frozenset(steps)))
        return len(self.keys) - 1

    def states(self) -> list[State]:
        """Return all states; going through them adds those that they lead to."""
        return [self._state(is_read, steps) for is_read, steps in self.keys]

    def _number(self, is_read: bool, steps: frozenset[int]) -> int:
        key = (is_read, steps)
        if key not in self.numbers:
            self.numbers[key] = len(self.keys)
            self.keys.append(key)
            if len(self.keys) > MOST_STATES:
                raise TooManyStatesError
        return self.numbers[key]

    def _state(self, is_read: bool, steps: frozenset[int]) -> State:
        state = State({}, {}, [], [])
        ahead: dict[int, list[int]] = defaultdict(list)
        gaps: dict[int, list[int]] = defaultdict(list)
        if not is_read:
            ahead[BEGIN] = sorted(steps)
        for number in sorted(steps) if is_read else ():
            step = self.steps[number]
            if step.glob == ANY:
                # Any word goes on behind an apostrophe, as far as it can.
                ahead[BY_APOSTROPHE].append(number)
            if step.found:
                state.found.append((step.end, step.found))
            elif step.is_gap:
                gap = GAP_TRAILING if step.end == ENDS_TRAILING else GAP
                gaps[step.end | gap].append(step.following)
            else:
                ahead[LINK_BEHIND[step.end]].append(step.following)
        for link, following in ahead.items():
            self._move(state, link, following)
        for needed, following in gaps.items():
            state.gaps.append((needed, self._number(False, frozenset(following))))
        return state._replace(found=_least(state.found))

    def _move(self, state: State, link: int, following: list[int]) -> None:
        """Add the moves from a state by a link to some steps."""
        by_glob: dict[int, list[int]] = defaultdict(list)
        for number in following:
            by_glob[self.steps[number].glob].append(number)
        always = by_glob.pop(ANY, [])
        if always:
            state.otherwise[link] = self._number(True, frozenset(always))
        reached = sorted({number for g in by_glob for number in self.classes[g]})
        for number in reached:
            globs = (by_glob.get(glob, ()) for glob in self.members[number])
            target = frozenset(itertools.chain(always, *globs))
            state.moves[link, number] = self._number(True, target)


def _least(found: list[tuple[int, Found]]) -> list[tuple[int, Found]]:
    """Keep of patterns of a category that end alike the first by name."""
    kept: dict[tuple[int, int, bool, int], tuple[int, Found]] = {}
    for end, one in sorted(found):
        kept.setdefault((end, one.category, one.is_veto, one.alternative), (end, one))
    return list(kept.values())
