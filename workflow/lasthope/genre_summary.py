"""What a report says of genre: a sentence for every two sides, and the rows to show."""

import pandas as pd

from lasthope.schemas import SIDES
from lasthope.within_genre import ALL_SHARED


def shared_genres(genres: pd.DataFrame, comparison: pd.DataFrame) -> list[str]:
    """Say of every two sides that are compared which genres they share and which not.

    Args:
        genres: the table ``genres``.
        comparison: the table ``comparison``.
    """
    sizes: dict[str, dict[str, int]] = {}
    of_genre = (genres[name] for name in ("side", "genre", "n_units"))
    for side, genre, n_units in zip(*of_genre, strict=True):
        sizes.setdefault(side, {})[genre] = n_units
    is_difference = comparison["measure"].eq("difference")
    rows = comparison[is_difference]
    pairs = {*zip(rows["side_a"], rows["side_b"], strict=True)}
    ordered = sorted(pairs, key=lambda pair: [SIDES.index(side) for side in pair])
    return [
        _sentence(one, sizes.get(one, {}), other, sizes.get(other, {}))
        for one, other in ordered
    ]


def _sentence(
    side_a: str, of_a: dict[str, int], side_b: str, of_b: dict[str, int]
) -> str:
    both = [genre for genre in of_a if genre in of_b]
    alone = [
        f"only {side} has {_counted(of, own)}"
        for side, of, others in ((side_a, of_a, of_b), (side_b, of_b, of_a))
        if (own := [genre for genre in of if genre not in others])
    ]
    pair = f"{side_a.capitalize()} and {side_b}"
    if not both:
        return (
            f"{pair} share no genre: {'; '.join(alone)}. What sets them apart may be "
            "the genre alone."
        )
    each = ", ".join(f"{genre} ({of_a[genre]:,} and {of_b[genre]:,})" for genre in both)
    return f"{'; '.join([f'{pair} share {each}', *alone])}."


def _counted(of: dict[str, int], genres: list[str]) -> str:
    return ", ".join(f"{genre} ({of[genre]:,})" for genre in genres)


def beside_raw(within_genre: pd.DataFrame, comparison: pd.DataFrame) -> pd.DataFrame:
    """Return the differences over all shared genres beside those over all units.

    Left out is what neither side says in these genres.

    Args:
        within_genre: the table ``within_genre``.
        comparison: the table ``comparison``.
    """
    keys = ["facet", "name", "side_a", "side_b"]
    raw = comparison.loc[comparison["measure"].eq("difference"), [*keys, "estimate"]]
    within = within_genre[
        within_genre["genre"].eq(ALL_SHARED)
        & (within_genre["count_a"] + within_genre["count_b"]).gt(0)
    ]
    return within.merge(raw.rename(columns={"estimate": "raw"}), on=keys)
