"""Check what a comparison is asked for: sides, voice and stances."""

from collections.abc import Collection

import pandas as pd

from lasthope.errors import UserError
from lasthope.schemas import SIDES, STANCES, VOICES
from lasthope.validation import suggestion


def check_choices(
    *,
    side_a: str,
    side_b: str,
    reference: str | None,
    voice: str,
    stances: Collection[str],
) -> None:
    """Check what is chosen from a list.

    Raises:
        UserError: for the first that is not in its list.
    """
    given: list[tuple[str, Collection[str | None], Collection[str]]] = [
        ("side_a", [side_a], SIDES),
        ("side_b", [side_b], SIDES),
        ("reference", [reference], SIDES),
        ("voice", [voice], VOICES),
        ("stances", stances, STANCES),
    ]
    for key, values, known in given:
        for value in values:
            if value is not None and value not in known:
                raise UserError(
                    f"compare.{key}: {value!r} is not known; "
                    f"{suggestion(value, [*known])}."
                )
    if not stances:
        raise UserError(
            f"compare.stances is empty; list one or more of {', '.join(STANCES)}."
        )
    if side_a == side_b:
        raise UserError(
            f"compare.side_b is {side_b!r}, the same as compare.side_a; "
            "name two different sides."
        )


def check_sides(
    said: pd.DataFrame,
    *,
    side_a: str,
    side_b: str,
    voice: str,
    reference: str | None = None,
) -> None:
    """Check that both sides, and the reference if there is one, said anything.

    Raises:
        UserError: if one has no unit of this voice, with the sides that have.
    """
    present = sorted(said["side"].unique())
    if not present:
        raise UserError(
            f"compare.voice: no unit is in the voice {voice!r}; choose the other of "
            f"{' and '.join(VOICES)}, or add documents."
        )
    for key, side in zip(
        ("side_a", "side_b", "reference"), (side_a, side_b, reference), strict=True
    ):
        if side is not None and side not in present:
            raise UserError(
                f"compare.{key}: the side {side!r} has no units in the voice "
                f"{voice!r}; sides that have are {', '.join(present)}."
            )
