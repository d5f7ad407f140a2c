"""Count how often each category or topic occurs over time."""

from collections.abc import Sequence

import pandas as pd

# Longest span in days, and the periods into which it is cut.
PERIODS = ((60, "D"), (400, "W-SUN"), (2500, "M"), (10**9, "Q"))
# What may hang on a calendar date must be known to the day.
EXACT = ("second", "day")
COLUMNS = [
    *("side", "name", "label", "start", "share", "n_with", "n_units", "n_authors"),
]


def over_time(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    held: pd.DataFrame,
    names: pd.DataFrame,
    *,
    sides: Sequence[str],
) -> pd.DataFrame:
    """Return the share of each side's own units that hold each name, by period.

    Near copies share the weight of one document. Documents whose day is not known are
    left out. Periods are days, weeks, months or quarters, by the span of the dates of
    all these sides, so that they can be seen side by side.

    Args:
        documents: doc_id, side, author, created_at, created_precision and weight.
        units: unit_id, doc_id and voice.
        held: unit_id and name of what the units hold.
        names: name and label of what is counted.
        sides: whose documents.

    Returns:
        side, name, label, start (of the period), share, n_with, n_units (both weighted)
        and n_authors; by side in their order, name and start, for every period from the
        first of the side that has units to its last. Where there are none, the share is
        null.
    """
    dated = documents.loc[documents["side"].isin(sides) & is_dated(documents)]
    moment = dated["created_at"].dt.tz_localize(None)
    span = (moment.max() - moment.min()).days if len(moment) else 0
    period = next(name for most, name in PERIODS if span <= most)
    start = moment.dt.to_period(period).dt.start_time
    said = units.loc[units["voice"].eq("own"), ["unit_id", "doc_id"]].merge(
        dated[["doc_id", "side", "author", "weight"]].assign(start=start), on="doc_id"
    )
    once = held[["unit_id", "name"]].drop_duplicates()
    tables = [
        _of_side(said[said["side"].eq(side)], once, names, period).assign(side=side)
        for side in sides
    ]
    return pd.concat(tables, ignore_index=True)[COLUMNS]


def is_dated(documents: pd.DataFrame) -> pd.Series:
    """Tell which documents are dated to the day."""
    is_exact = documents["created_precision"].isin(EXACT)
    return documents["created_at"].notna() & is_exact


def _of_side(
    said: pd.DataFrame, held: pd.DataFrame, names: pd.DataFrame, period: str
) -> pd.DataFrame:
    sizes = said.groupby("start").agg(
        n_units=("weight", "sum"), n_authors=("author", "nunique")
    )
    if len(sizes):
        # Periods of silence too, or a line would lead across them.
        spoken = pd.period_range(sizes.index.min(), sizes.index.max(), freq=period)
        every_start = spoken.start_time.rename("start")
        sizes = sizes.reindex(every_start, fill_value=0)
    with_it = (
        held.merge(said, on="unit_id")
        .groupby(["name", "start"])["weight"]
        .sum()
        .rename("n_with")
    )
    every = (
        names[["name", "label"]]
        .merge(sizes.reset_index(), how="cross")
        .join(with_it, on=["name", "start"])
        .fillna({"n_with": 0.0})
    )
    return (
        every.assign(share=every["n_with"] / every["n_units"])
        .round({"share": 6, "n_with": 6, "n_units": 6})
        .sort_values(["name", "start"], ignore_index=True)
    )
