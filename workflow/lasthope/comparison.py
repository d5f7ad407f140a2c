"""Measure the sides and put what is estimated into the table ``comparison``."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control

from lasthope.alignment import Profiles, alignment
from lasthope.coding_tables import NO_USE
from lasthope.intervals import (
    NO_RATIO,
    Estimates,
    Numbers,
    Shares,
    Uncertainty,
    difference_of_shares,
    rounded,
)
from lasthope.permutation import permuted, shares_differ
from lasthope.schemas import KEYS, SCHEMAS, SIDES
from lasthope.tables import check

DECIMALS = 6
# Of what the profile of a side is made: what the tagger finds and people code.
PROFILED = ("frame", "device")
PROFILE = "profile"


def share_rows(
    names: pd.DataFrame, shares: Mapping[str, Shares]
) -> Iterator[pd.DataFrame]:
    """Yield the shares of every side."""
    for side, share in shares.items():
        yield rows("share", names, share.estimates, side_a=side, count_a=share.counts)


def difference_rows(
    names: pd.DataFrame,
    by_side: Mapping[str, csr_array],
    shares: Mapping[str, Shares],
    *,
    side_a: str,
    side_b: str,
    reference: str | None,
    uncertainty: Uncertainty,
) -> Iterator[pd.DataFrame]:
    """Yield the differences of each side and each other one, the chosen two first.

    With a reference, those of the chosen two and of every other side to that one.

    Args:
        names: facet, name and label of what is measured.
        by_side: per side one row per author, in parts of units; the first column
            counts all units of the author, the others those that hold each name.
        shares: made of these.
        side_a: the first of the chosen two.
        side_b: the second.
        reference: the side that others are compared with, if not each with each.
        uncertainty: the settings.
    """
    for one, other in pairs_of(by_side, side_a, side_b, reference):
        difference = difference_of_shares(
            shares[one], shares[other], confidence=uncertainty.confidence
        )
        tested = permuted(
            (by_side[one], by_side[other]),
            shares_differ,
            permutations=uncertainty.permutations,
            rng=uncertainty.rng(),
        )
        yield rows(
            "difference",
            names,
            replace(difference, tested=tested),
            side_a=one,
            side_b=other,
            count_a=shares[one].counts,
            count_b=shares[other].counts,
        )


def pairs_of(
    sides: Collection[str], side_a: str, side_b: str, reference: str | None
) -> list[tuple[str, str]]:
    """Return which sides are compared, the chosen two first.

    >>> pairs_of(["users", "provider", "platform"], "platform", "provider", "provider")
    [('platform', 'provider'), ('users', 'provider')]
    """
    others = [side for side in SIDES if side in sides and side not in (side_a, side_b)]
    every = [side_a, side_b, *others]
    if reference is None:
        return list(combinations(every, 2))
    against = [(side, reference) for side in every if side != reference]
    # The chosen two stand in their order, whichever of them is the reference.
    rest = [pair for pair in against if {*pair} != {side_a, side_b}]
    return [(side_a, side_b), *rest]


def alignment_rows(
    names: pd.DataFrame,
    by_side: Mapping[str, csr_array],
    shares: Mapping[str, Shares],
    *,
    side_a: str,
    side_b: str,
    uncertainty: Uncertainty,
    left_out: Collection[str],
) -> Iterator[pd.DataFrame]:
    """Yield where each other side stands between the two; see ``difference_rows``.

    Categories that are ``left_out``, as coders agree too little on them, do not count.
    """
    for facet in PROFILED:
        is_used = names["facet"].eq(facet) & ~names["name"].isin(left_out)
        columns = np.flatnonzero(is_used)
        if not len(columns):
            continue
        profiles = Profiles(
            *(shares[side].estimates.values[columns] for side in (side_a, side_b))
        )
        of = pd.DataFrame(
            {"facet": [facet], "name": PROFILE, "label": f"{facet}s of both sides"}
        )
        for side in SIDES:
            if side not in by_side or side in (side_a, side_b):
                continue
            counts = by_side[side][:, np.concatenate([[0], columns + 1])]
            found = alignment(counts, profiles, uncertainty=uncertainty)
            if found is not None:
                held = shares[side].counts[columns].sum()
                yield rows("alignment", of, found, side_a=side, count_a=held)


def rows(
    measure: str, names: pd.DataFrame, estimates: Estimates, **columns: Any
) -> pd.DataFrame:
    """Return one measure of everything in ``names``, with further columns."""
    low, high = estimates.interval
    tested = estimates.tested
    p = np.full(len(names), np.nan) if tested is None else tested.p
    return names.assign(
        measure=measure,
        estimate=estimates.values,
        low=low,
        high=high,
        p=p,
        q=adjusted(p, names["facet"]),
        smallest_p=np.nan if tested is None else tested.smallest,
        method=estimates.methods,
        status="exploratory" if estimates.is_by_author else "descriptive",
        **columns,
    )


def adjusted(p: Numbers, families: pd.Series) -> pd.Series:
    """Return p after Benjamini and Hochberg, each facet for itself; null stays null.

    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate.
    Journal of the Royal Statistical Society B 57(1), 289-300.
    """
    of = pd.Series(p, index=families.index, dtype="float64")
    known = of.dropna()
    return known.groupby(families).transform(false_discovery_control).reindex(of.index)


def limited(
    table: pd.DataFrame, topics: pd.DataFrame, agreement: pd.DataFrame
) -> pd.DataFrame:
    """Return rows with their ``use``; of what cannot be relied on nothing is claimed.

    That is a topic that does not come back, and a category on which coders agree too
    little: rows of these are descriptive, whatever their authors.

    Args:
        table: rows of measures.
        topics: topic and is_stable.
        agreement: category and use.
    """
    use = agreement.set_index("category")["use"]
    is_coded = table["facet"].isin(PROFILED) & table["name"].ne(PROFILE)
    used = table["name"].map(use).where(is_coded)
    unstable = topics.loc[~topics["is_stable"], "topic"].map(str)
    is_unstable = table["facet"].eq("topic") & table["name"].isin(unstable)
    return table.assign(
        use=used,
        status=table["status"].mask(is_unstable | used.eq(NO_USE), "descriptive"),
    )


def finished(table: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by the contract: all columns, rounded, in canonical order.

    Of a ratio that there is none of, nothing is claimed: it is descriptive.

    Args:
        table: the rows.
        sizes: per side, the parts of its units (``n_parts``), those of its words
            (``n_word_parts``) and its ``n_authors``.

    Raises:
        ValueError: if another estimate than such a ratio is null, or such a one is not,
            which is a fault of the step.
    """
    is_null = table["estimate"].isna()
    has_none = table["measure"].eq("log_odds") & table["method"].eq(NO_RATIO)
    if not is_null.equals(has_none):
        wrong = table[is_null.ne(has_none)].iloc[0]
        raise ValueError(
            f"the comparison: the {wrong['measure']} of the {wrong['facet']} "
            f"{wrong['name']!r} is {wrong['estimate']} by {wrong['method']!r}; only "
            "where there is no ratio an estimate is null."
        )
    n_units, n_words = (
        table["side_a"].map(rounded(sizes[name]))
        for name in ("n_parts", "n_word_parts")
    )
    numbers = [
        *("estimate", "low", "high", "p", "q", "smallest_p"),
        *("dispersion_a", "dispersion_b"),
    ]
    whole = table.assign(
        status=table["status"].mask(is_null, "descriptive"),
        # Adding 0 turns -0.0 into 0.0.
        **(table[numbers].round(DECIMALS) + 0.0),
        n_units_a=n_units.where(table["measure"].ne("share_of_words"), n_words),
        n_units_b=table["side_b"].map(rounded(sizes["n_parts"])),
        n_authors_a=table["side_a"].map(sizes["n_authors"]),
        n_authors_b=table["side_b"].map(sizes["n_authors"]),
    )
    checked = check(whole[list(SCHEMAS["comparison"].columns)], "comparison")
    return checked.sort_values(KEYS["comparison"], ignore_index=True)
