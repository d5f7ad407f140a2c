"""Say in five sentences what was found, each number with the row it comes from."""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from lasthope.coding_tables import NO_USE
from lasthope.doubts import holding_zero
from lasthope.headlines import leading

N_WORDS = 5
# What is said of a category that may not, or not yet, be used without reserve.
RESERVES = {"tentative": "; coded tentatively", "unvalidated": "; not validated"}


class Finding(NamedTuple):
    """A sentence and the table and rows that its numbers come from."""

    text: str
    source: str


def findings(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    topics: pd.DataFrame,
    comparison: pd.DataFrame,
    *,
    side_a: str,
    side_b: str,
    robustness: pd.DataFrame | None = None,
    agreement: pd.DataFrame | None = None,
) -> list[Finding]:
    """Return five findings: corpus, frames, devices, words and topics, certainty.

    With the table ``robustness``, each says how many universes agree with it; with
    ``agreement``, the last one says who coded the categories.
    """
    return [
        corpus(documents, units),
        *(
            survived(found, robustness, facets)
            for found, facets in (
                (facet(comparison, "frame", side_a=side_a, side_b=side_b), ["frame"]),
                (facet(comparison, "device", side_a=side_a, side_b=side_b), ["device"]),
                (
                    vocabulary(comparison, topics, side_a=side_a, side_b=side_b),
                    ["word", "topic"],
                ),
            )
        ),
        coded(certainty(comparison, side_a=side_a, side_b=side_b), agreement),
    ]


def coded(finding: Finding, agreement: pd.DataFrame | None) -> Finding:
    """Say with a finding who coded the categories by hand, if anybody did."""
    coders = () if agreement is None else agreement["coded_by"].dropna().unique()
    if not len(coders):
        return finding
    return Finding(
        " ".join([finding.text, *sorted(coders)]),
        f"{finding.source}; coding/agreement.csv: coded_by",
    )


def survived(
    finding: Finding, robustness: pd.DataFrame | None, facets: list[str]
) -> Finding:
    """Say with a finding how many universes agree with it, if any were made."""
    if robustness is None:
        return finding
    parts = [
        f"“{row['label']}” ({row['side']}) {row['n_agree_in_sign']} in sign and "
        f"{row['n_agree_in_interval']} in interval, of "
        f"{count(row['n_universes'], 'universe')}"
        for facet in facets
        for row in robustness[robustness["facet"].eq(facet)].to_dict("records")
    ]
    if not parts:
        return finding
    return Finding(
        f"{finding.text} Under other choices agree: {'; '.join(parts)}.",
        f"{finding.source}; multiverse/robustness.csv",
    )


def corpus(documents: pd.DataFrame, units: pd.DataFrame) -> Finding:
    """Say how large the corpus is and who speaks in it."""
    organisations = documents["organisation"].nunique()
    return Finding(
        f"{count(len(documents), 'document')}, {count(len(units), 'sentence')} and "
        f"{count(int(documents['n_words'].sum()), 'word')} from "
        f"{count(organisations, 'organisation')}; "
        f"{int((~documents['is_public']).sum()):,} of the documents are by private "
        "people.",
        "clean/documents.parquet, units/units.parquet",
    )


def facet(comparison: pd.DataFrame, facet: str, *, side_a: str, side_b: str) -> Finding:
    """Say which category sets the sides apart most, in either direction."""
    source = f"compare/comparison.csv: measure difference, facet {facet}"
    parts = [
        _lead(side, row)
        for side, which in ((side_a, "a"), (side_b, "b"))
        for row in leading(comparison, facet, side_a=side_a, side_b=side_b, which=which)
        .head(1)
        .to_dict("records")
    ]
    if not parts:
        return Finding(f"No {facet} sets {side_a} and {side_b} apart.", source)
    return Finding(f"{facet.capitalize()}s: {'; '.join(parts)}.", source)


def vocabulary(
    comparison: pd.DataFrame, topics: pd.DataFrame, *, side_a: str, side_b: str
) -> Finding:
    """Name the words that are commoner with either side, and count the topics."""
    named = {
        side: leading(
            comparison, "word", side_a=side_a, side_b=side_b, which=which
        ).head(N_WORDS)
        for side, which in ((side_a, "a"), (side_b, "b"))
    }
    words = "; ".join(
        f"{side} {', '.join(rows['label']) or 'none'}" for side, rows in named.items()
    )
    ends = pd.concat([rows[["low", "high"]] for rows in named.values()])
    told = "; ".join(filter(None, [words, holding_zero(ends)]))
    return Finding(
        f"Words commoner with either side: {told}. "
        f"{count(len(topics), 'topic')} found{without_claim(topics)}.",
        "compare/comparison.csv: measure log_odds, facet word; topics/topics.csv",
    )


def without_claim(topics: pd.DataFrame) -> str:
    """Say of how many topics nothing is claimed, for they do not come back."""
    n_unstable = int((~topics["is_stable"]).sum())
    if not n_unstable:
        return ""
    return f", {n_unstable:,} of them unstable: no claim is made of those"


def certainty(comparison: pd.DataFrame, *, side_a: str, side_b: str) -> Finding:
    """Say how far the differences can be generalised."""
    rows = comparison.query(
        "measure == 'difference' and facet in ['frame', 'device'] "
        "and side_a == @side_a and side_b == @side_b"
    )
    source = "compare/comparison.csv: n_authors_a, n_authors_b, use, status"
    if rows.empty:
        return Finding(f"Nothing compares {side_a} with {side_b}.", source)
    # Of what coders disagree on nothing is claimed, however many speak.
    is_disputed = rows["use"].eq(NO_USE)
    n_disputed = int(is_disputed.sum())
    if n_disputed == len(rows):
        return Finding(
            "All differences are descriptive, for coders agree too little on every "
            "category.",
            source,
        )
    statuses = ", ".join(sorted(rows.loc[~is_disputed, "status"].unique()))
    speakers = rows[["n_authors_a", "n_authors_b"]].max()
    meaning = (
        "they describe these texts and say nothing of other speakers"
        if statuses == "descriptive"
        else "see the report before generalising"
    )
    which = "All differences" if not n_disputed else "All other differences"
    disputed = (
        f"{n_disputed} of {count(len(rows), 'difference')} "
        f"{'is' if n_disputed == 1 else 'are'} descriptive, for coders agree too "
        "little on the category. "
        if n_disputed
        else ""
    )
    return Finding(
        f"{disputed}{which} are {statuses}: "
        f"{count(speakers['n_authors_a'], 'speaker')} ({side_a}) against "
        f"{count(speakers['n_authors_b'], 'speaker')} ({side_b}), "
        f"so {meaning}.",
        source,
    )


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "topic"), count(1200, "word")
    ('1 topic', '1,200 words')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _lead(side: str, row: Mapping[Hashable, Any]) -> str:
    """Say in how many sentences of each side the category occurs."""
    return (
        f"{side} leads in “{row['label']}” ({row['side_a']} {row['count_a']} of "
        f"{row['n_units_a']} sentences, {row['side_b']} {row['count_b']} of "
        f"{row['n_units_b']}{RESERVES.get(row['use'], '')})"
    )
