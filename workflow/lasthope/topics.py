"""Find topics with BERTopic, the same on every machine.

Every unit is used, own or quoted, of every side. The vectors are grouped by exact
spherical k-means (:mod:`lasthope.clusters`), where copies count once; a topic is
described by its words of largest c-TF-IDF. A unit has no topic (-1) if the embedding
knows none of its words, or if it has no word that could describe a topic.
"""

import logging
from collections.abc import Sequence
from math import nan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lasthope.authors import authors_of, showable
from lasthope.coherence import coherence
from lasthope.embed import content_words, without_mean
from lasthope.errors import UserError
from lasthope.tables import check, empty

if TYPE_CHECKING:
    from lasthope.stable_bertopic import StableBERTopic

NO_TOPIC = -1
AUTO = "auto"
# What "auto" may choose: one topic tells nothing, and nobody reads more than fifty.
FEWEST, MOST = 2, 50
# What stands for the words of a topic whose words are those of private people alone.
PRIVATE = "(words of private people)"
LABEL_WORDS = 3
DECIMALS = 6
# Clusters settle in 10 to 30 rounds; this only ends a run that would take far more.
MAX_ITER = 300

LOG = logging.getLogger("topics")


def topics(
    units: pd.DataFrame,
    documents: pd.DataFrame,
    unit_ids: pd.Series,
    vectors: NDArray[np.int8],
    *,
    seed: int,
    n_topics: int | str,
    min_units: int,
    min_topic_size: int,
    subtract_mean: bool,
    n_starts: int,
    n_refits: int,
    top_words: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the topics and the topic of each unit.

    Args:
        units: unit_id, doc_id and text.
        documents: doc_id, kind, side, author and organisation.
        unit_ids: whose vectors these are.
        vectors: (n, d) whole numbers, a row per unit, as ``embed`` makes them.
        seed: of all random starts.
        n_topics: how many topics to look for, or ``auto``: the square root of half the
            number of different texts (Mardia, Kent and Bibby, *Multivariate Analysis*,
            1979, p. 365), but 2 to 50.
        min_units: fewest units with different vectors to look for topics in.
        min_topic_size: fewest such units of a topic; smaller ones are dissolved into
            their neighbours.
        subtract_mean: turn the vectors about their mean, so that what all units have in
            common does not hold them together.
        n_starts: random starts of the clusters, of which the best is kept.
        n_refits: bootstrap samples that the stability is estimated from.
        top_words: how many words describe a topic.

    Returns:
        The tables ``topics`` and ``unit_topics``. Where the units are too few or do not
        fall into groups, the first is empty, no unit has a topic, and the log says why.

    Raises:
        UserError: if a setting makes no sense.
        ValueError: if a unit has no vector.
    """
    check_settings(
        n_topics=n_topics,
        min_units=min_units,
        min_topic_size=min_topic_size,
        n_starts=n_starts,
        n_refits=n_refits,
        top_words=top_words,
    )
    ordered = units.sort_values("unit_id", ignore_index=True)
    rows = in_order(ordered["unit_id"], unit_ids, vectors)
    is_usable = rows.any(axis=1) & ordered["text"].map(has_topic_words).to_numpy(bool)
    if subtract_mean:
        rows = without_mean(rows, is_usable)
        is_usable &= rows.any(axis=1)
    said, rows = ordered.loc[is_usable].reset_index(drop=True), rows[is_usable]
    n_different = len({row.tobytes() for row in rows})
    reason = why_no_topics(n_different, n_topics=n_topics, min_units=min_units)
    if reason:
        return no_topics(ordered, reason)
    model = fit_topics(
        said["text"].tolist(),
        rows,
        seed=seed,
        n_topics=how_many(n_topics, n_different),
        min_topic_size=min_topic_size,
        n_starts=n_starts,
        top_words=top_words,
    )
    if len(model.topic_sizes_) < FEWEST:
        return no_topics(ordered, f"no two groups of {min_topic_size} units or more")
    placed = said.assign(
        topic=model.topics_, similarity=model.hdbscan_model.cosines_.round(DECIMALS)
    )
    LOG.info(
        "%d topics; %d of %d units have none",
        len(model.topic_sizes_),
        len(ordered) - len(placed),
        len(ordered),
    )
    return (
        describe(model, placed, documents, stabilities(model, rows, n_refits=n_refits)),
        place(ordered, placed),
    )


def fit_topics(
    texts: Sequence[str],
    vectors: NDArray[np.int8],
    *,
    seed: int,
    n_topics: int,
    min_topic_size: int,
    n_starts: int,
    top_words: int,
) -> "StableBERTopic":
    """Return BERTopic's model of texts with whole vectors; see :func:`topics`."""
    # Imported here, for they take seconds and the report imports this module too.
    from lasthope.clusters import ExactKMeans
    from lasthope.stable_bertopic import topic_model

    clusters = ExactKMeans(
        n_clusters=n_topics,
        min_cluster_size=min_topic_size,
        n_starts=n_starts,
        max_iter=MAX_ITER,
        random_state=seed,
    )
    model = topic_model(clusters, analyzer=topic_words, top_words=top_words)
    return model.fit(texts, embeddings=vectors)


def stabilities(
    model: "StableBERTopic", vectors: NDArray[np.int8], *, n_refits: int
) -> list[float]:
    """Return the stability of each topic, in the order of their numbers."""
    from lasthope.stability import stability

    clusters = model.hdbscan_model
    of_cluster = stability(clusters, vectors, n_refits=n_refits)
    cluster_of = dict(zip(model.topics_, clusters.labels_, strict=True))
    return [float(of_cluster[cluster_of[topic]]) for topic in sorted(cluster_of)]


def describe(
    model: "StableBERTopic",
    placed: pd.DataFrame,
    documents: pd.DataFrame,
    stability: Sequence[float],
) -> pd.DataFrame:
    """Return the table of topics.

    Args:
        model: fitted to the texts of ``placed``.
        placed: doc_id, text and topic of each unit that has a topic.
        documents: doc_id, kind, side, author, organisation and is_public.
        stability: of each topic.
    """
    numbers = sorted(model.topic_sizes_)
    found = [[word for word, _ in model.get_topic(number)] for number in numbers]
    shown = showable({w for top in found for w in top}, placed, documents, topic_words)
    words = [[word for word in top if word in shown] for top in found]
    speakers = documents["side"] + ": " + authors_of(documents)
    author = placed["doc_id"].map(speakers.set_axis(documents["doc_id"]))
    table = pd.DataFrame(
        {
            "topic": numbers,
            "label": [", ".join(top[:LABEL_WORDS]) or PRIVATE for top in words],
            "words": [" ".join(top) or PRIVATE for top in words],
            "n_units": [model.topic_sizes_[number] for number in numbers],
            "n_authors": author.groupby(placed["topic"]).nunique().to_numpy(),
            "coherence": coherence(
                words, placed["text"].drop_duplicates().map(topic_words)
            ),
            "stability": stability,
        }
    )
    return check(table.round({"coherence": DECIMALS, "stability": DECIMALS}), "topics")


def place(ordered: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return the topic of every unit; -1 for those that have none."""
    table = ordered[["unit_id"]].merge(
        placed[["unit_id", "topic", "similarity"]], on="unit_id", how="left"
    )
    whole = table.assign(topic=table["topic"].fillna(NO_TOPIC).astype("int64"))
    return check(whole, "unit_topics")


def no_topics(ordered: pd.DataFrame, reason: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables without any topic, and log why."""
    LOG.warning("no topics: %s", reason)
    none = ordered[["unit_id"]].assign(topic=NO_TOPIC, similarity=nan)
    return empty("topics"), check(none, "unit_topics")


def why_no_topics(
    n_different: int, *, n_topics: int | str, min_units: int
) -> str | None:
    """Return why no topics are looked for, or None if they are.

    Args:
        n_different: how many different units have words that the embedding knows.
        n_topics: how many topics to look for, or ``auto``.
        min_units: fewest such units.
    """
    having = f"{n_different} different units with known words"
    if n_different < min_units:
        return f"{having} are fewer than topics.min_units, {min_units}"
    if n_different < how_many(n_topics, n_different):
        return f"{having} are fewer than topics.n_topics, {n_topics}"
    return None


def how_many(n_topics: int | str, n_different: int) -> int:
    """Return how many topics to look for among so many different units.

    >>> how_many("auto", 35), how_many("auto", 1_000_000), how_many(7, 35)
    (4, 50, 7)
    """
    if isinstance(n_topics, int):
        return n_topics
    return min(max(round((n_different / 2) ** 0.5), FEWEST), MOST)


def topic_words(text: str) -> list[str]:
    """Return the words that can describe a topic: of two letters or more.

    >>> topic_words("By 2022, 10 of Parler's 59 users [sic] had a plan B")
    ['parler', 'users', 'plan']
    """
    return [word for word in content_words(text) if sum(map(str.isalpha, word)) > 1]


def has_topic_words(text: str) -> bool:
    """Return whether any word of a text can describe a topic."""
    return bool(topic_words(text))


def in_order(
    ids: pd.Series, unit_ids: pd.Series, vectors: NDArray[np.int8]
) -> NDArray[np.int8]:
    """Return the vectors in the order of ``ids``.

    Raises:
        ValueError: if one is missing.
    """
    places = pd.Index(unit_ids).get_indexer(pd.Index(ids))
    if (places < 0).any():
        raise ValueError(f"no vector for unit {ids[places < 0].iloc[0]!r}")
    return vectors[places]


def check_settings(**settings: int | str) -> None:
    """Check the settings that are whole numbers of a least size.

    Raises:
        UserError: for the first that is not.
    """
    least = {"n_topics": FEWEST}
    for key, value in settings.items():
        if key == "n_topics" and value == AUTO:
            continue
        if not isinstance(value, int) or value < least.get(key, 1):
            other = f", or {AUTO}" if key == "n_topics" else ""
            raise UserError(
                f"topics.{key} is {value!r}; it must be a whole number of at least "
                f"{least.get(key, 1)}{other}."
            )
