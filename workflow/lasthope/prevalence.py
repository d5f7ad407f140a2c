"""Count how often each category occurs over time."""

import pandas as pd

# Longest span in days, and the periods into which it is cut.
PERIODS = ((60, "D"), (400, "W-SUN"), (2500, "M"), (10**9, "Q"))
# What may hang on a calendar date must be known to the day.
EXACT = ("second", "day")
COLUMNS = ["name", "label", "start", "share", "n_with", "n_units", "n_authors"]


def over_time(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    categories: pd.DataFrame,
    *,
    side: str,
    facet: str,
) -> pd.DataFrame:
    """Return the share of a side's own units that hold each category, by period.

    Near copies share the weight of one document. Documents whose day is not known are
    left out. Periods are days, weeks, months or quarters, by the span of the dates.

    Args:
        documents: doc_id, side, author, created_at, created_precision and weight.
        units: unit_id, doc_id and voice.
        tags: unit_id and category.
        categories: category, facet and label.
        side: whose documents.
        facet: which categories.

    Returns:
        name, label, start (of the period), share, n_with, n_units (both weighted) and
        n_authors; by name and start, for every period from the first that has units to
        the last. Where there are none, the share is null.
    """
    dated = documents.loc[
        documents["side"].eq(side)
        & documents["created_at"].notna()
        & documents["created_precision"].isin(EXACT)
    ]
    moment = dated["created_at"].dt.tz_localize(None)
    span = (moment.max() - moment.min()).days if len(moment) else 0
    period = next(name for most, name in PERIODS if span <= most)
    start = moment.dt.to_period(period).dt.start_time
    said = units.loc[units["voice"].eq("own"), ["unit_id", "doc_id"]].merge(
        dated[["doc_id", "author", "weight"]].assign(start=start), on="doc_id"
    )
    sizes = said.groupby("start").agg(
        n_units=("weight", "sum"), n_authors=("author", "nunique")
    )
    if len(sizes):
        # Periods of silence too, or a line would lead across them.
        spoken = pd.period_range(sizes.index.min(), sizes.index.max(), freq=period)
        every_start = spoken.start_time.rename("start")
        sizes = sizes.reindex(every_start, fill_value=0)
    chosen = categories.loc[categories["facet"].eq(facet), ["category", "label"]]
    held = (
        tags[["unit_id", "category"]]
        .drop_duplicates()
        .merge(said, on="unit_id")
        .groupby(["category", "start"])["weight"]
        .sum()
        .rename("n_with")
    )
    every = chosen.merge(sizes.reset_index(), how="cross").join(
        held, on=["category", "start"]
    )
    counted = every.fillna({"n_with": 0.0}).rename(columns={"category": "name"})
    return (
        counted.assign(share=counted["n_with"] / counted["n_units"])[COLUMNS]
        .round({"share": 6, "n_with": 6, "n_units": 6})
        .sort_values(["name", "start"], ignore_index=True)
    )
