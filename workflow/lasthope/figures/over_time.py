"""How often the sides use each frame, over time, with the events marked."""

import pandas as pd

from lasthope.coding_tables import NO_USE
from lasthope.figures.drawing import Drawing, Options, listed
from lasthope.figures.surety import SIGNS
from lasthope.figures.theme import in_our_look
from lasthope.figures.time_panels import draw_over_time
from lasthope.prevalence import over_time


@in_our_look
def draw(
    *,
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    categories: pd.DataFrame,
    events: pd.DataFrame,
    agreement: pd.DataFrame,
    options: Options,
) -> Drawing:
    """Draw the shares of the commonest frames of the sides to show.

    On which coders agree too little, as ``agreement`` tells, nothing is claimed: such
    frames are signed and have no intervals.
    """
    frames = categories[categories["facet"].eq("frame")]
    shares = over_time(
        documents,
        units,
        tags.rename(columns={"category": "name"}),
        frames.rename(columns={"category": "name"}),
        sides=options.sides,
        uncertainty=options.uncertainty,
    )
    disputed = set(agreement.loc[agreement["use"].eq(NO_USE), "category"])

    def note(drawn: pd.DataFrame) -> str:
        names = disputed.intersection(drawn["name"])
        if not names:
            return ""
        labels = frames.loc[frames["category"].isin(names), "label"]
        return (
            f"Coders agree too little on what is signed ({SIGNS[NO_USE]}), which is "
            f"descriptive and has no interval: {listed(labels)}."
        )

    return draw_over_time(
        without_claim(shares, disputed),
        documents,
        events,
        heading="Frames over time",
        noun="frame",
        verb="hold",
        options=options,
        note=note,
    )


def without_claim(shares: pd.DataFrame, disputed: set[str]) -> pd.DataFrame:
    """Return shares of which those on which coders disagree are descriptive, signed.

    Args:
        shares: name, label, low, high and status.
        disputed: names on which they do.
    """
    is_disputed = shares["name"].isin(disputed)
    return shares.assign(
        label=shares["label"].mask(is_disputed, shares["label"] + f" {SIGNS[NO_USE]}"),
        status=shares["status"].mask(is_disputed, "descriptive"),
        **shares[["low", "high"]].mask(is_disputed),
    )
