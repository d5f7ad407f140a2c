"""Count how often each category or topic occurs over time, and how surely."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lasthope.authors import UNNAMED
from lasthope.compare import count_units, spoken
from lasthope.intervals import Uncertainty, shares_of_units

# Longest span in days, and the periods into which it is cut.
PERIODS = ((60, "D"), (400, "W-SUN"), (2500, "M"), (10**9, "Q"))
# What may hang on a calendar date must be known to the day.
EXACT = ("second", "day")
DECIMALS = 6
COLUMNS = [
    *("side", "name", "label", "start", "end", "share", "low", "high"),
    *("n_with", "n_units", "n_authors", "status"),
]


def over_time(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    held: pd.DataFrame,
    names: pd.DataFrame,
    *,
    sides: Sequence[str],
    uncertainty: Uncertainty,
) -> pd.DataFrame:
    """Return the share of each side's own units that hold each name, by period.

    Near copies share the weight of one document. Documents whose day is not known are
    left out. Periods are days, weeks, months or quarters, by the span of the dates of
    all these sides, so that they can be seen side by side. Each is a sample of its own,
    with intervals by author as in the comparison where it has enough of them.

    Args:
        documents: doc_id, kind, side, author, organisation, created_at,
            created_precision and weight.
        units: unit_id, doc_id, voice and text.
        held: unit_id and name of what the units hold.
        names: name and label of what is counted.
        sides: whose documents.
        uncertainty: the settings of intervals.

    Returns:
        side, name, label, start (of the period), end (of it, when the next one starts),
        share, low, high (null without an interval by author), n_with, n_units (both
        weighted), n_authors and status; by side in their order, name and start, for
        every period from the first of the side that has units to its last. Where there
        are none, the share is null.
    """
    dated = documents.loc[documents["side"].isin(sides) & is_dated(documents)]
    moment = dated["created_at"].dt.tz_localize(None)
    span = (moment.max() - moment.min()).days if len(moment) else 0
    period = next(name for most, name in PERIODS if span <= most)
    known = dated.set_index("doc_id").assign(
        start=moment.dt.to_period(period).dt.start_time.to_numpy()
    )
    said = spoken(dated, units, voice="own").join(
        known[["start", "weight"]], on="doc_id"
    )
    # Of no topic pandas does not know the type.
    counted = names[["name", "label"]].astype("str").assign(facet="")
    named = held.loc[held["name"].isin(counted["name"]), ["unit_id", "name"]]
    once = named.drop_duplicates()
    tables = [
        _of_side(
            said[said["side"].eq(side)], once, counted, period, uncertainty
        ).assign(side=side)
        for side in sides
        if said["side"].eq(side).any()
    ]
    if not tables:
        return pd.DataFrame(columns=COLUMNS)
    # What ends last is told by the calendar: months and quarters differ in length.
    return pd.concat(tables, ignore_index=True).assign(
        end=lambda rows: (rows["start"].dt.to_period(period) + 1).dt.start_time
    )[COLUMNS]


def is_dated(documents: pd.DataFrame) -> pd.Series:
    """Tell which documents are dated to the day."""
    is_exact = documents["created_precision"].isin(EXACT)
    return documents["created_at"].notna() & is_exact


def _of_side(
    said: pd.DataFrame,
    held: pd.DataFrame,
    names: pd.DataFrame,
    period: str,
    uncertainty: Uncertainty,
) -> pd.DataFrame:
    """Return the shares of one side, name by name, those of silence too."""
    found = held.merge(
        said[["unit_id", "start", "author_number", "parts", "weight"]], on="unit_id"
    ).assign(facet="")
    found_in = dict(iter(found.groupby("start")))
    spoken_of = [
        _of_period(
            of_period, found_in.get(start, found.iloc[:0]), names, uncertainty
        ).assign(start=start)
        for start, of_period in said.groupby("start")
    ]
    # Periods of silence too, or a line would lead across them.
    starts = said["start"]
    every = pd.period_range(starts.min(), starts.max(), freq=period).start_time
    silent = every.difference(pd.DatetimeIndex(starts.unique()))
    of_silence = names.merge(pd.DataFrame({"start": silent}), how="cross").assign(
        n_with=0.0, n_units=0.0, n_authors=0, status="descriptive"
    )
    table = pd.concat([*spoken_of, of_silence], ignore_index=True)
    return table.sort_values(["name", "start"], ignore_index=True)


def _of_period(
    said: pd.DataFrame,
    found: pd.DataFrame,
    names: pd.DataFrame,
    uncertainty: Uncertainty,
) -> pd.DataFrame:
    """Return the shares of what one side said in one period.

    Args:
        said: the units of the period.
        found: what they hold, once: facet, name, author_number, parts and weight.
        names: facet, name and label of what is counted.
        uncertainty: the settings of intervals.
    """
    authors = np.unique(said["author_number"])
    of_said, of_found = (
        told.assign(author_number=np.searchsorted(authors, told["author_number"]))
        for told in (said, found)
    )
    counts = count_units(of_said, of_found, names)
    share = shares_of_units(counts, uncertainty=uncertainty)
    estimates, n_with = share.estimates, found.groupby("name")["weight"].sum()
    low, high = estimates.interval if estimates.is_by_author else (None, None)
    return (
        names.assign(share=estimates.values, low=low, high=high)
        .astype({"low": "float64", "high": "float64"})
        .assign(
            n_with=names["name"].map(n_with).fillna(0.0),
            n_units=said["weight"].sum(),
        )
        .round(DECIMALS)
        .assign(
            n_authors=said.loc[said["author"].ne(UNNAMED), "author"].nunique(),
            status="exploratory" if estimates.is_by_author else "descriptive",
        )
    )
