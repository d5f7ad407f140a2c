"""Compare the sides within the genres that they share, and tell which these are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from lasthope.authors import UNNAMED
from lasthope.compare import count_units, holdings, measured, spoken
from lasthope.compare_choices import check_choices, check_sides
from lasthope.comparison import DECIMALS, limited, pairs_of
from lasthope.errors import UserError
from lasthope.intervals import (
    MIN_PERMUTATIONS,
    Uncertainty,
    difference_of_shares,
    rounded,
)
from lasthope.schemas import KEYS, SCHEMAS
from lasthope.standardising import shared_weights, standardised_shares
from lasthope.tables import check

# In place of a genre: all that both sides have, each weighted alike on either side.
ALL_SHARED = "all shared"
WEIGHTED = "Mantel-Haenszel weights of genres"


class WithinGenre(NamedTuple):
    """The tables of the step."""

    genres: pd.DataFrame
    within_genre: pd.DataFrame


def within_genre(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    topics: pd.DataFrame,
    unit_topics: pd.DataFrame,
    categories: pd.DataFrame,
    agreement: pd.DataFrame,
    *,
    genres: Mapping[str, Collection[str]],
    side_a: str,
    side_b: str,
    reference: str | None,
    voice: str,
    stances: Collection[str],
    confidence: float,
    min_authors: int,
) -> WithinGenre:
    """Return which genres each side has, and the differences within those shared.

    For every two sides that ``compare`` compares: a row per genre that both have and
    thing that is measured, and one over all of these genres. Two sides that share no
    genre have no row.

    Args:
        documents: the documents.
        units: their units.
        tags: frames and devices found in the units.
        topics: the topics, and whether each is stable.
        unit_topics: topic of each unit.
        categories: category, facet and label of all that the codebook looks for.
        agreement: category, and the use that hand coding lets each be put to.
        genres: by genre the media and kinds of documents that belong to it.
        side_a: as in ``compare``.
        side_b: likewise.
        reference: likewise.
        voice: likewise.
        stances: likewise.
        confidence: likewise.
        min_authors: likewise.

    Raises:
        UserError: if a medium belongs to two genres, or as ``compare`` does.
    """
    check_choices(
        side_a=side_a, side_b=side_b, reference=reference, voice=voice, stances=stances
    )
    # Nothing is tested here, so nothing is permuted.
    uncertainty = Uncertainty(confidence, min_authors, MIN_PERMUTATIONS, seed=0)
    genre = genre_of(documents, genres).set_axis(documents["doc_id"])
    said = spoken(documents, units, voice=voice).assign(
        genre=lambda rows: rows["doc_id"].map(genre)
    )
    check_sides(said, side_a=side_a, side_b=side_b, reference=reference, voice=voice)
    names = measured(categories, topics)
    counts = {}
    for name, of_genre in said.groupby("genre"):
        held = holdings(of_genre, tags, topics, unit_topics, stances=stances)
        counts[str(name)] = count_units(of_genre, held, names)
        # Authors without the genre have rows too, so that an author is a row in all.
        n_columns = len(names) + 1
        counts[str(name)].resize((said["author_number"].max() + 1, n_columns))
    tables = [
        rows
        for one, other in pairs_of(set(said["side"]), side_a, side_b, reference)
        for rows in pair_rows(
            said, counts, names, side_a=one, side_b=other, uncertainty=uncertainty
        )
    ]
    return WithinGenre(sizes(said), finished(tables, topics, agreement))


def genre_of(
    documents: pd.DataFrame, genres: Mapping[str, Collection[str]]
) -> pd.Series:
    """Return the genre of each document: that of its medium, else of its kind.

    What belongs to no genre is one of its own, but for a medium: what an archive calls
    that may be anything, so it counts as its kind.

    Args:
        documents: medium and kind.
        genres: by genre the media and kinds that belong to it.

    Raises:
        UserError: if one of these belongs to two, or a genre has the name that the
            rows over all genres have.
    """
    of: dict[str, str] = {}
    for genre, members in genres.items():
        for member in members:
            if of.setdefault(member, genre) != genre:
                raise UserError(
                    f"compare.genres: {member!r} belongs to both {of[member]!r} and "
                    f"{genre!r}; take it out of one."
                )
    of_kind = documents["kind"].map(of).fillna(documents["kind"])
    found = documents["medium"].map(of).fillna(of_kind)
    if found.eq(ALL_SHARED).any():
        raise UserError(
            f"compare.genres: a genre is named {ALL_SHARED!r}, as the rows over all "
            "genres are; give it another name."
        )
    return found


def sizes(said: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``genres`` of what was said."""
    table = (
        said.assign(named=said["author"].where(said["author"].ne(UNNAMED)))
        .groupby(["side", "genre"], as_index=False)
        .agg(
            n_documents=("doc_id", "nunique"),
            parts=("parts", "sum"),
            n_authors=("named", "nunique"),
        )
        .assign(n_units=lambda rows: rounded(rows["parts"]))
    )
    columns = list(SCHEMAS["genres"].columns)
    return check(table[columns], "genres").sort_values(
        KEYS["genres"], ignore_index=True
    )


def pair_rows(
    said: pd.DataFrame,
    counts: Mapping[str, csr_array],
    names: pd.DataFrame,
    *,
    side_a: str,
    side_b: str,
    uncertainty: Uncertainty,
) -> Iterator[pd.DataFrame]:
    """Yield the differences of two sides in each shared genre, and in all together.

    Args:
        said: what counts, with its genre.
        counts: per genre one row per author, of all sides, in parts.
        names: facet, name and label of what is measured.
        side_a: the first side.
        side_b: the second.
        uncertainty: the settings.
    """
    of_a, of_b = (said[said["side"].eq(side)] for side in (side_a, side_b))
    shared = sorted({*of_a["genre"]} & {*of_b["genre"]})
    if not shared:
        return
    by_genre = [
        [counts[genre][np.unique(of_side["author_number"])] for genre in shared]
        for of_side in (of_a, of_b)
    ]
    weights = shared_weights(
        *([int(of_genre[:, [0]].sum()) for of_genre in of_side] for of_side in by_genre)
    )
    every = np.arange(len(shared))
    chosen = [(name, every[[place]]) for place, name in enumerate(shared)]
    for genre, places in [*chosen, (ALL_SHARED, every)]:
        within = weights[places] if genre == ALL_SHARED else np.ones(1)
        a, b = (
            standardised_shares(
                [of_side[place] for place in places], within, uncertainty=uncertainty
            )
            for of_side in by_genre
        )
        found = difference_of_shares(a, b, confidence=uncertainty.confidence)
        low, high = found.interval
        methods = found.methods.astype("object")
        names_here = [shared[place] for place in places]
        yield names.assign(
            genre=genre,
            **{"side_a": side_a, "side_b": side_b},
            **{"estimate": found.values, "low": low, "high": high},
            weight=1.0 if genre == ALL_SHARED else weights[places[0]],
            **{"count_a": a.counts, "count_b": b.counts},
            **_sizes_of(of_a, names_here, "a"),
            **_sizes_of(of_b, names_here, "b"),
            method=methods + f"; {WEIGHTED}" if genre == ALL_SHARED else methods,
            status="exploratory" if found.is_by_author else "descriptive",
        )


def _sizes_of(
    of_side: pd.DataFrame, genres: Sequence[str], side: str
) -> dict[str, int]:
    chosen = of_side[of_side["genre"].isin(genres)]
    named = chosen.loc[chosen["author"].ne(UNNAMED), "author"]
    return {
        f"n_units_{side}": int(rounded(chosen["parts"].sum())),
        f"n_authors_{side}": named.nunique(),
    }


def finished(
    tables: Sequence[pd.DataFrame], topics: pd.DataFrame, agreement: pd.DataFrame
) -> pd.DataFrame:
    """Return the table ``within_genre`` by its contract, in canonical order."""
    columns = list(SCHEMAS["within_genre"].columns)
    if not tables:
        return check(pd.DataFrame(columns=columns), "within_genre")
    table = limited(pd.concat(tables, ignore_index=True), topics, agreement)
    numbers = ["estimate", "low", "high", "weight"]
    # Adding 0 turns -0.0 into 0.0.
    whole = table.assign(**(table[numbers].round(DECIMALS) + 0.0))[columns]
    return check(whole, "within_genre").sort_values(
        KEYS["within_genre"], ignore_index=True
    )
