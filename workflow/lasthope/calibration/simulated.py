"""Authors of two sides who differ among themselves, with or without a difference.

Every author has a share of their own in each category, drawn from a beta distribution
about the side's mean with an intraclass correlation of .1, and a number of units; that
is how posts are, and what a count of units does not see.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Sizes = Callable[[np.random.Generator], NDArray[np.int64]]

CORRELATION = 0.1
# From a rare frame to a common one.
MEANS = np.geomspace(0.03, 0.4, 20)
# Every fourth category differs where anything does: odds on side a are so many times.
EVERY, ODDS_RATIO = 4, 2.0


class Scenario(NamedTuple):
    """How many units the authors of both sides have."""

    name: str
    a: Sizes
    b: Sizes


class Side(NamedTuple):
    """What was drawn of a side: units per author, and of them those held by each."""

    units: NDArray[np.int64]
    held: NDArray[np.int64]


def uneven(n_authors: int) -> Sizes:
    """Return sizes as those of people who post: many little, few much."""
    return lambda rng: np.clip(rng.lognormal(2.2, 1.1, n_authors), 1, 400).astype(int)


def zipf(n_authors: int) -> Sizes:
    """Return sizes after Zipf: the author of rank r has 1,000 / r units."""
    return lambda rng: np.maximum(1, 1000 // np.arange(1, n_authors + 1))


def organisations(n_authors: int) -> Sizes:
    """Return sizes of those who say much: about 30 units each."""
    return lambda rng: np.clip(rng.lognormal(3.5, 0.5, n_authors), 5, 400).astype(int)


SCENARIOS = (
    Scenario("80 authors against 80", uneven(80), uneven(80)),
    Scenario("150 against 150, activity after Zipf", zipf(150), zipf(150)),
    Scenario("80 users against 4 organisations", uneven(80), organisations(4)),
)


def means(*, is_different: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the true share of each category on side a and on side b."""
    odds = MEANS / (1 - MEANS)
    if is_different:
        odds = np.where(np.arange(len(MEANS)) % EVERY == 0, ODDS_RATIO * odds, odds)
    return odds / (1 + odds), MEANS


def drawn(
    scenario: Scenario, rng: np.random.Generator, *, is_different: bool
) -> tuple[Side, Side]:
    """Draw both sides."""
    of_a, of_b = means(is_different=is_different)
    a = _side(scenario.a(rng), of_a, rng)
    return a, _side(scenario.b(rng), of_b, rng)


def _side(
    units: NDArray[np.int64], of: NDArray[np.float64], rng: np.random.Generator
) -> Side:
    concentration = 1 / CORRELATION - 1
    habits = rng.beta(
        concentration * of, concentration * (1 - of), (len(units), len(of))
    )
    return Side(units, rng.binomial(units[:, None], habits))
