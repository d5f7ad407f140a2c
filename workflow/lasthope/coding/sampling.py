"""Draw the units that people code: by chance, with known inclusion probabilities.

Strata are a side and the rarest category that the tagger found in the unit, so that a
category found in few units is not missed. Sizes go by the square root of the stratum:
Bankier, M. D. (1988). Power allocations: determining sample sizes for subnational
areas. The American Statistician 42(3), 174-177. Within a stratum the draw is systematic
along authors, each unit with the same chance: Madow, W. G. and Madow, L. H. (1944). On
the theory of systematic sampling, I. Annals of Mathematical Statistics 15(1), 1-24.
"""

from fractions import Fraction
from hashlib import sha256
from heapq import heapify, heappop, heapreplace
from math import isqrt

import pandas as pd

from lasthope.coding_tables import SAMPLE
from lasthope.errors import UserError

NO_CATEGORY = "none"
SEPARATOR = "/"
# Enough that two units of a sample of 100,000 share an item once in 200 samples.
ITEM_DIGITS = 10
# The square root of a size in these parts is exact enough to order sizes.
ROOT_PARTS = 2**40


def sample(
    frame: pd.DataFrame, found: pd.DataFrame, *, n: int, least: int, seed: int
) -> pd.DataFrame:
    """Return the table ``sample``.

    Args:
        frame: unit_id, side and author of all units that may be drawn.
        found: unit_id and category of what the tagger found.
        n: how many units are drawn, or all if there are no more.
        least: how many of each stratum at least, while ``n`` allows it.
        seed: of the draw; the order of rows makes no difference.

    Raises:
        UserError: if there is nothing to draw from.
    """
    if frame.empty:
        raise UserError(
            "coding: no unit may be drawn; private people's words are drawn only "
            "where people.show_private_text is true."
        )
    strata = stratified(frame, found)
    sizes = strata.groupby("stratum").size().to_dict()
    wanted = allocated({str(name): int(size) for name, size in sizes.items()}, n, least)
    drawn = [
        units.loc[systematic(units, wanted[str(name)], seed)]
        for name, units in strata.groupby("stratum")
    ]
    chosen = pd.concat(drawn, ignore_index=True)
    return chosen.assign(
        item=chosen["unit_id"].map(lambda unit_id: item(unit_id, seed)),
        n_stratum=chosen["stratum"].map(sizes),
        n_drawn=chosen["stratum"].map(wanted),
    )[list(SAMPLE.columns)].sort_values("item", ignore_index=True)


def stratified(frame: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the units with their stratum: the side and the rarest category found."""
    once = found[["unit_id", "category"]].drop_duplicates()
    once = once.loc[once["unit_id"].isin(frame["unit_id"])]
    n_units = once.groupby("category")["unit_id"].transform("size")
    rarest = (
        once.assign(n_units=n_units)
        .sort_values(["n_units", "category"])
        .drop_duplicates("unit_id")
        .set_index("unit_id")["category"]
    )
    category = frame["unit_id"].map(rarest).astype("str").fillna(NO_CATEGORY)
    return frame.assign(stratum=frame["side"] + SEPARATOR + category)


def side_of(stratum: str) -> str:
    """Return the side of a stratum.

    >>> side_of("users/hedging")
    'users'
    """
    return stratum.partition(SEPARATOR)[0]


def allocated(sizes: dict[str, int], n: int, least: int) -> dict[str, int]:
    """Return how many units each stratum gives.

    First ``least`` of each, then one by one to the stratum whose root of its size is
    largest beside what it gives (the divisors of d'Hondt), ties by name.

    Raises:
        UserError: if ``n`` is too small for ``least`` of each.

    >>> allocated({"large": 100, "small": 4}, 12, 2)
    {'large': 10, 'small': 2}
    """
    given = {name: min(least, size) for name, size in sizes.items()}
    if sum(given.values()) > n:
        raise UserError(
            f"coding.units is {n}, too few for coding.least_per_stratum of each of "
            f"{len(sizes)} strata; it must be at least {sum(given.values())}."
        )
    roots = {name: isqrt(size * ROOT_PARTS) for name, size in sizes.items()}
    queue = [(-Fraction(roots[name], given[name] + 1), name) for name in sizes]
    heapify(queue)
    left = n - sum(given.values())
    while queue and left > 0:
        _, name = queue[0]
        if given[name] == sizes[name]:
            heappop(queue)
            continue
        given[name] += 1
        left -= 1
        heapreplace(queue, (-Fraction(roots[name], given[name] + 1), name))
    return given


def systematic(units: pd.DataFrame, n: int, seed: int) -> list[int]:
    """Return the index of ``n`` units at even steps along the authors.

    Authors, and the units of each, are in an order drawn with the seed, and so is the
    place of the first step; each unit is met with the same probability.
    """
    ordered = units.assign(
        by_author=units["author"].map(lambda author: drawn_place(author, seed)),
        by_unit=units["unit_id"].map(lambda unit_id: drawn_place(unit_id, seed)),
    ).sort_values(["by_author", "by_unit"])
    stratum = str(units["stratum"].iloc[0])
    start = drawn_place(f"start of {stratum}", seed)
    places = [(start + step * 2**64) * len(units) // (n * 2**64) for step in range(n)]
    return [int(ordered.index[place]) for place in places]


def drawn_place(text: str, seed: int) -> int:
    """Return a number below 2**64 that only the seed and the text decide."""
    return int.from_bytes(sha256(f"{seed}:{text}".encode()).digest()[:8], "big")


def item(unit_id: str, seed: int) -> str:
    """Return what a coder sees in place of a unit's id.

    No spreadsheet takes it for a number, nor a coder for an author's name.
    """
    return f"u-{sha256(f'{seed}:item:{unit_id}'.encode()).hexdigest()[:ITEM_DIGITS]}"
