"""How often each side speaks of each topic, by month and between events."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from lasthope.authors import UNNAMED
from lasthope.compare import count_units, spoken
from lasthope.dates import start_and_precision
from lasthope.intervals import (
    MIN_PERMUTATIONS,
    PARTS,
    Uncertainty,
    rounded,
    shares_of_units,
)
from lasthope.tables import check
from lasthope.topics.placing import NO_TOPIC

NONE, NO_LABEL = "none", "no topic"
DECIMALS = 6
# How exactly a moment must be known to fall into a month, or between two days.
OF_MONTH = ("second", "day", "month")
OF_DAY = ("second", "day")
ALWAYS = (pd.Timestamp.min, pd.Timestamp.max)


class Window(NamedTuple):
    """A stretch of time.

    Attributes:
        kind: ``month`` or ``events``.
        name: for people to read.
        start: first moment of it.
        end: first moment after it.
        precisions: how exactly a moment must be known to be put into it.
    """

    kind: str
    name: str
    start: pd.Timestamp
    end: pd.Timestamp
    precisions: tuple[str, ...]


def dynamics(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    topics: pd.DataFrame,
    unit_topics: pd.DataFrame,
    events: pd.DataFrame,
    *,
    voice: str,
    confidence: float,
    min_authors: int,
) -> pd.DataFrame:
    """Return the share of each side's units in each topic, month by month.

    The same between events, and over all time, dated or not. Intervals are by author,
    as in the comparison: each window and side is a sample of its own.

    Args:
        documents: doc_id, kind, side, author, organisation, created_at,
            created_precision and weight.
        units: unit_id, doc_id, voice and text.
        topics: topic, label and is_stable.
        unit_topics: unit_id and topic.
        events: date.
        voice: which units count, ``own`` or ``quoted``.
        confidence: of the intervals.
        min_authors: fewest authors of a side for an interval by author.

    Raises:
        UserError: if a setting makes no sense.
    """
    # Nothing is tested here, so nothing is permuted.
    uncertainty = Uncertainty(confidence, min_authors, MIN_PERMUTATIONS, seed=0)
    names = named(topics)
    said = dated(spoken(documents, units, voice=voice), documents).assign(
        name=lambda rows: topic_names(rows["unit_id"], unit_topics)
    )
    parts = [
        share_rows(group, names, uncertainty).assign(
            kind=window.kind, window=window.name, side=str(side)
        )
        for window in windows(said, events)
        for side, group in within(said, window).groupby("side")
        if len(topics)
    ]
    none = pd.DataFrame(columns=["kind"])
    return finished(pd.concat(parts) if parts else none, topics)


def named(topics: pd.DataFrame) -> pd.DataFrame:
    """Return facet, name and label of the topics, and of none."""
    rows = [*zip(topics["topic"].map(str), topics["label"], strict=True)]
    table = pd.DataFrame([*rows, (NONE, NO_LABEL)], columns=["name", "label"])
    return table.assign(facet="topic")


def topic_names(unit_ids: pd.Series, unit_topics: pd.DataFrame) -> pd.Series:
    """Return the name of each unit's topic."""
    topic = unit_ids.map(unit_topics.set_index("unit_id")["topic"]).fillna(NO_TOPIC)
    return topic.astype("int64").map(str).where(topic.ne(NO_TOPIC), NONE)


def dated(said: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Add when each unit was said, in UTC without its zone, and how exactly."""
    moments = documents.set_index("doc_id")[["created_at", "created_precision"]]
    known = moments.loc[said["doc_id"]]
    return said.assign(
        moment=known["created_at"].dt.tz_localize(None).to_numpy(),
        precision=known["created_precision"].to_numpy(),
    )


def windows(said: pd.DataFrame, events: pd.DataFrame) -> Iterator[Window]:
    """Yield all time, the months with units, and the times between days of events."""
    yield Window("all", "all", *ALWAYS, precisions=())
    of_month = said.loc[said["precision"].isin(OF_MONTH), "moment"].dropna()
    for month in sorted(of_month.dt.to_period("M").unique()):
        after = (month + 1).start_time
        yield Window("month", str(month), month.start_time, after, OF_MONTH)
    every = set(events["date"])
    dates = sorted(date for date in every if start_and_precision(date)[1] == "day")
    if not dates:
        return
    days = [pd.Timestamp(date) for date in dates]
    names = [
        f"before {dates[0]}",
        *(f"{a} until {b}" for a, b in zip(dates, dates[1:], strict=False)),
        f"from {dates[-1]}",
    ]
    starts, ends = [ALWAYS[0], *days], [*days, ALWAYS[1]]
    for name, start, end in zip(names, starts, ends, strict=True):
        yield Window("events", name, start, end, OF_DAY)


def within(said: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return the units said in a window."""
    if not window.precisions:
        return said
    is_known = said["precision"].isin(window.precisions)
    is_since, is_until = said["moment"] >= window.start, said["moment"] < window.end
    return said[is_known & is_since & is_until]


def share_rows(
    said: pd.DataFrame, names: pd.DataFrame, uncertainty: Uncertainty
) -> pd.DataFrame:
    """Return the share of one side's units that belong to each topic."""
    numbered = said.assign(
        author_number=pd.factorize(said["author_number"], sort=True)[0], facet="topic"
    )
    share = shares_of_units(
        count_units(numbered, numbered, names), uncertainty=uncertainty
    )
    low, high = share.estimates.interval
    authors = said["author"][said["author"].ne(UNNAMED)].nunique()
    return names[["name", "label"]].assign(
        estimate=share.estimates.values,
        low=low,
        high=high,
        count=share.counts,
        n_units=int(rounded(np.int64(share.n_units * PARTS))),
        n_authors=authors,
        method=share.estimates.methods,
        status="exploratory" if share.estimates.is_by_author else "descriptive",
    )


def finished(table: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Return the table by its contract; of unstable topics nothing is claimed."""
    unstable = topics.loc[~topics["is_stable"], "topic"].map(str)
    columns = [
        *("kind", "window", "side", "name", "label", "estimate", "low", "high"),
        *("count", "n_units", "n_authors", "method", "status"),
    ]
    whole = table.reindex(columns=columns)
    status = whole["status"].mask(whole["name"].isin(unstable), "descriptive")
    numbers = whole[["estimate", "low", "high"]].astype("float64").round(DECIMALS) + 0.0
    return check(whole.assign(status=status, **numbers), "topics_over_time")
