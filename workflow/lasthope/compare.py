"""Compare how often each side uses a frame, device, topic or word, and how surely.

A side's *share* of a category is the share of its units, of one voice, that hold it
at least once; of two sides there are the difference of these shares and their log odds
ratio. Uncertainty is by author (of statements: by organisation), since what one author
says is not independent: with enough authors, intervals have a variance by author. With
fewer, nothing can be said of other speakers; the interval is then over sentences and
its method says so. p is by permuting authors, and q is p after Benjamini and Hochberg
over all of a facet, whatever is shown of it.

Near copies share the weight of one document (``weight``), so that a text counts once,
however often it was posted. Words that only a few private people use are not listed.
"""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from lasthope.authors import UNNAMED, authors_of, in_order_met, showable
from lasthope.coding_tables import NO_USE
from lasthope.compare_choices import check_choices, check_sides
from lasthope.comparison import (
    alignment_rows,
    difference_rows,
    finished,
    limited,
    rows,
    share_rows,
)
from lasthope.dispersion import dispersion
from lasthope.errors import UserError
from lasthope.intervals import PARTS, Uncertainty, shares_of_units
from lasthope.keyness import check_prior, count_words, keyness
from lasthope.odds import log_odds_rows
from lasthope.text import words as words_of
from lasthope.word_shares import by_words, share_of_words_rows
from lasthope.word_units import units_with_words, word_difference_rows

NO_TOPIC = -1
NONE = "none"


def compare(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    topics: pd.DataFrame,
    unit_topics: pd.DataFrame,
    categories: pd.DataFrame,
    agreement: pd.DataFrame,
    *,
    side_a: str,
    side_b: str,
    voice: str,
    stances: Collection[str],
    confidence: float,
    min_authors: int,
    permutations: int,
    seed: int,
    prior_words: float,
    min_count: int,
    min_word_authors: int,
    reference: str | None,
) -> pd.DataFrame:
    """Return the comparison: shares, differences, log odds ratios and alignment.

    Shares, of units and of words, are of every side, differences and log odds ratios of
    each side against each other one or a reference, the alignment of every other side
    between the two that are compared, the words of these.

    Args:
        documents: the documents.
        units: their units.
        tags: frames and devices found in the units.
        topics: the topics, and whether each is stable; without any, no topic is
            compared.
        unit_topics: topic of each unit; a unit that is not there has none.
        categories: category, facet and label of all that the codebook looks for, so
            that what was never found is reported as never found.
        agreement: category, and the use that hand coding lets each be put to.
        side_a: the side whose greater use makes a difference positive.
        side_b: the side it is compared with.
        voice: which units count, ``own`` or ``quoted``.
        stances: which tags count, of ``asserts``, ``rejects`` and ``reports``.
        confidence: of all intervals, between 0 and 1.
        min_authors: fewest authors of a side for an interval by author, at least 2.
        permutations: of authors among the two sides, at least 99.
        seed: of the permutations.
        prior_words: total of the prior of the log odds, in words.
        min_count: fewest occurrences, on both sides together, of a word to be listed.
        min_word_authors: fewest authors, of both sides together, who use such a word.
        reference: the side that all others are compared with; null for each with each.

    Raises:
        UserError: if a setting makes no sense, a side has no units, or a tag or topic
            is not in the codebook or the table of topics.
    """
    check_choices(
        side_a=side_a, side_b=side_b, reference=reference, voice=voice, stances=stances
    )
    check_prior(
        prior_words=prior_words, min_count=min_count, min_word_authors=min_word_authors
    )
    uncertainty = Uncertainty(confidence, min_authors, permutations, seed)
    said = spoken(documents, units, voice=voice)
    check_sides(said, side_a=side_a, side_b=side_b, reference=reference, voice=voice)
    names = measured(categories, topics)
    held = holdings(said, tags, topics, unit_topics, stances=stances)
    counts = count_units(said, held, names)
    in_words = by_words(said)
    held_words = holdings(in_words, tags, topics, unit_topics, stances=stances)
    counts_of_words = count_units(in_words, held_words, names)
    vocabulary, word_counts = count_words(
        said["text"],
        said["author_number"].to_numpy(),
        said["parts"].to_numpy(),
        n_authors=counts.shape[0],
    )
    of_side = said.groupby("side")
    authors = {
        str(side): np.unique(numbers) for side, numbers in of_side["author_number"]
    }
    by_side = {side: counts[numbers] for side, numbers in authors.items()}
    shares = {
        side: shares_of_units(of, uncertainty=uncertainty)
        for side, of in by_side.items()
    }
    key = keyness(
        word_counts,
        authors,
        side_a=side_a,
        side_b=side_b,
        prior_words=prior_words,
        min_count=min_count,
        min_word_authors=min_word_authors,
        uncertainty=uncertainty,
    )
    listed = [vocabulary[number] for number in key.listed]
    words = pd.DataFrame(
        {"facet": "word", "name": listed, "label": listed}, dtype="str"
    )
    pair = {"side_a": side_a, "side_b": side_b}
    unusable = set(agreement.loc[agreement["use"].eq(NO_USE), "category"])
    of_words = rows(
        "log_odds", words, key.estimates, **pair, count_a=key.y_a, count_b=key.y_b
    ).assign(**spread_of_words(said, word_counts, key.listed, **pair))
    shown = showable(listed, said, documents, words_of)
    of_words = of_words.loc[of_words["name"].isin(shown)]
    words = words[words["name"].isin(shown)]
    of_pair = said[said["side"].isin([side_a, side_b])]
    with_words = count_units(said, units_with_words(of_pair, shown), words)
    tables = [
        *share_rows(names, shares),
        *share_of_words_rows(names, counts_of_words, in_words, uncertainty=uncertainty),
        *difference_rows(
            names,
            by_side,
            shares,
            **pair,
            reference=reference,
            uncertainty=uncertainty,
        ),
        *log_odds_rows(
            names, shares, **pair, reference=reference, confidence=confidence
        ),
        *word_difference_rows(
            words, with_words, authors, **pair, uncertainty=uncertainty
        ),
        *alignment_rows(
            names, by_side, shares, **pair, uncertainty=uncertainty, left_out=unusable
        ),
        of_words,
    ]
    table = pd.concat(tables, ignore_index=True)
    named = said["author"].where(said["author"].ne(UNNAMED))
    n_authors = named.groupby(said["side"]).nunique()
    sizes = in_words.groupby("side").agg(
        n_parts=("unit_parts", "sum"), n_word_parts=("parts", "sum")
    )
    return finished(
        limited(table, topics, agreement), sizes.assign(n_authors=n_authors)
    )


def spread_of_words(
    said: pd.DataFrame,
    counts: csr_array,
    listed: NDArray[np.int64],
    *,
    side_a: str,
    side_b: str,
) -> dict[str, NDArray[Any]]:
    """Return how many of each side's authors use the listed words, and how evenly.

    Those who are not named cannot be told apart, so they are left out.
    """
    named = said[said["author"].ne(UNNAMED)]
    columns: dict[str, NDArray[Any]] = {}
    for end, side in (("a", side_a), ("b", side_b)):
        numbers = np.unique(named.loc[named["side"].eq(side), "author_number"])
        found = dispersion(counts[numbers], listed)
        columns[f"n_authors_with_{end}"] = found.n_authors
        columns[f"dispersion_{end}"] = found.deviation
    return columns


def spoken(documents: pd.DataFrame, units: pd.DataFrame, *, voice: str) -> pd.DataFrame:
    """Return the units of one voice with side, author and weight, by unit_id.

    ``author_number`` counts the authors of all sides from 0, ``parts`` is the weight
    in whole parts of a unit.
    """
    speakers = documents[["doc_id", "side"]].assign(
        author=authors_of(documents),
        # Upwards, so that three thirds are no less than one.
        parts=np.ceil(documents["weight"] * PARTS).astype("int64"),
    )
    return (
        units.loc[units["voice"].eq(voice), ["unit_id", "doc_id", "voice", "text"]]
        .merge(speakers, on="doc_id", validate="many_to_one")
        .sort_values("unit_id", ignore_index=True)
        .assign(author_number=lambda said: in_order_met(said["side"], said["author"]))
    )


def measured(categories: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Return facet, name and label of all that is measured, in canonical order."""
    of_codebook = categories.rename(columns={"category": "name"})
    of_topics = topics[["topic", "label"]].assign(
        facet="topic", name=topics["topic"].map(str)
    )
    no_topic = pd.DataFrame({"facet": ["topic"], "name": [NONE], "label": ["no topic"]})
    tables = [of_codebook, of_topics, no_topic] if len(topics) else [of_codebook]
    names = pd.concat(tables)[["facet", "name", "label"]]
    return names.sort_values(["facet", "name"], ignore_index=True)


def holdings(
    said: pd.DataFrame,
    tags: pd.DataFrame,
    topics: pd.DataFrame,
    unit_topics: pd.DataFrame,
    *,
    stances: Collection[str],
) -> pd.DataFrame:
    """Return what each unit holds, once: author_number, parts, facet, name."""
    tagged = (
        tags.loc[tags["stance"].isin(list(stances)), ["unit_id", "facet", "category"]]
        .rename(columns={"category": "name"})
        .drop_duplicates()
        .merge(said[["unit_id", "author_number", "parts"]], on="unit_id")
    )
    if topics.empty:
        return tagged
    topic_of = unit_topics.set_index("unit_id")["topic"]
    topic = said["unit_id"].map(topic_of).fillna(NO_TOPIC).astype("int64")
    name = topic.map(str).where(topic.ne(NO_TOPIC), NONE)
    placed = said[["author_number", "parts"]].assign(facet="topic", name=name)
    return pd.concat([tagged, placed])


def count_units(
    said: pd.DataFrame, held: pd.DataFrame, names: pd.DataFrame
) -> csr_array:
    """Return per author (row) the parts of units and of those that hold each name."""
    columns = names[["facet", "name"]].assign(column=range(1, len(names) + 1))
    found = held.merge(columns, on=["facet", "name"], how="left")
    unknown = found.loc[found["column"].isna(), ["facet", "name"]]
    if len(unknown):
        facet, name = min(unknown.itertuples(index=False, name=None))
        raise UserError(
            f"compare: the {facet} {name!r} was found in the units but is not in the "
            "codebook or the table of topics; make tags and topics again."
        )
    every = said["author_number"]
    row = np.concatenate([every, found["author_number"]])
    column = np.concatenate([np.zeros(len(every)), found["column"]]).astype(np.int64)
    parts = np.concatenate([said["parts"], found["parts"]])
    shape = (every.max() + 1, len(names) + 1)
    return coo_array((parts, (row, column)), shape=shape).tocsr()
