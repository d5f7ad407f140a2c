"""Which findings open the report: what leads most on either side."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from lasthope.coding_tables import NO_USE
from lasthope.multiverse.choices import FINDINGS

# What each facet is measured by. A topic is told by its number, ``none`` by none.
MEASURED_BY = {
    "frame": "difference",
    "device": "difference",
    "word": "log_odds",
    "topic": "difference",
}


class Headline(NamedTuple):
    """What leads most on one side, of all of its facet.

    Attributes:
        finding: facet and which side, as in ``frame_a``.
        facet: frame, device, word or topic.
        name: category, word, or number of the topic.
        label: the same for people to read.
        side: where it leads.
        estimate: by how much, the first side above the second.
    """

    finding: str
    facet: str
    name: str
    label: str
    side: str
    estimate: float


def leading(
    comparison: pd.DataFrame, facet: str, *, side_a: str, side_b: str, which: str
) -> pd.DataFrame:
    """Return the rows of a facet that lead on one side, the most leading first.

    What hand coding found no use for leads nothing.

    Args:
        comparison: the comparison.
        facet: of which facet.
        side_a: the first of the two sides compared.
        side_b: the second.
        which: ``a`` or ``b``.
    """
    sign = 1 if which == "a" else -1
    rows = comparison.loc[
        comparison["measure"].eq(MEASURED_BY[facet])
        & comparison["facet"].eq(facet)
        & comparison["side_a"].eq(side_a)
        & comparison["side_b"].eq(side_b)
        & comparison["estimate"].mul(sign).gt(0)
        & comparison["use"].ne(NO_USE)
    ]
    by_size = rows["estimate"].mul(-sign)
    return rows.assign(size=by_size).sort_values(["size", "name"]).drop(columns="size")


def headlines(
    comparison: pd.DataFrame, topics: pd.DataFrame, *, side_a: str, side_b: str
) -> Iterator[Headline]:
    """Yield the headlines that there are; of topics only of a stable one."""
    stable = set(topics.loc[topics["is_stable"], "topic"].map(str))
    for finding in FINDINGS:
        facet, which = finding.split("_")
        rows = leading(comparison, facet, side_a=side_a, side_b=side_b, which=which)
        if facet == "topic":
            rows = rows[rows["name"].isin(stable)]
        side = side_a if which == "a" else side_b
        for row in rows.head(1).to_dict("records"):
            yield Headline(
                finding, facet, row["name"], row["label"], side, row["estimate"]
            )
