"""Find topics with BERTopic, the same on every machine.

Every unit is used, own or quoted, of every side. Topics are found in a sample of
different texts, where copies count once; each unit is then put with the nearest topic,
a part at a time. A topic is described by its words and phrases of largest c-TF-IDF.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from lasthope.authors import showable
from lasthope.clusters import Rows
from lasthope.neighbours import Near
from lasthope.tables import check, empty
from lasthope.topics.placing import NO_TOPIC, Placer, seen_by, turn_of
from lasthope.topics.sampling import Part, Parts, draw, told_of
from lasthope.topics.settings import AUTO, EXACT, FEWEST, Settings
from lasthope.topics.terms import topic_terms, topic_words

if TYPE_CHECKING:
    from lasthope.topics.describing import Surety
    from lasthope.topics.stable_bertopic import StableBERTopic

LOG = logging.getLogger("topics")
Keep = Callable[[Iterator[pd.DataFrame]], object]


class Found(NamedTuple):
    """What was found.

    Attributes:
        topics: the table of topics.
        grid: how good other numbers of topics are; empty if the number was given.
        representatives: units that show the topics.
        model: BERTopic's, fitted to the sample; None without topics.
        shown: the words of the model that may be shown.
    """

    topics: pd.DataFrame
    grid: pd.DataFrame
    representatives: pd.DataFrame
    model: "StableBERTopic | None"
    shown: frozenset[str]


class Fitted(NamedTuple):
    """Topics of a sample, before the units are placed."""

    model: "StableBERTopic"
    placer: Placer
    surety: "Surety"
    grid: pd.DataFrame


def topics(
    parts: Parts,
    documents: pd.DataFrame,
    keep: Keep,
    *,
    show_private_text: bool,
    **settings: Any,
) -> Found:
    """Find topics in a sample and put every unit into one.

    Args:
        parts: gives all units with their vectors, as often as it is called; neither
            their order nor how they are cut matters.
        documents: doc_id, kind, side, author, organisation, is_public, created_at,
            created_precision, weight and copy_of.
        keep: takes the parts of the table ``unit_topics`` as they are made.
        show_private_text: whether private people's words may be shown.
        settings: see :class:`~lasthope.topics.settings.Settings`.

    Returns:
        The tables but for ``unit_topics``. Where the units are too few or do not fall
        into groups, they are empty, no unit has a topic, and the log says why.

    Raises:
        UserError: if a setting makes no sense, or an optional package is missing.
    """
    chosen = Settings(**settings)
    told = told_of(documents)
    drawn = draw(parts, told, size=chosen.sample, seed=chosen.seed)
    shown = words_to_show(drawn, documents)
    fitted = fit(drawn, told, shown, chosen)
    if isinstance(fitted, str):
        LOG.warning("no topics: %s", fitted)
        keep(unplaced(parts()))
        return Found(
            empty("topics"), empty("topics_grid"), empty("representatives"), None, shown
        )
    from lasthope.topics.describing import describe, representatives

    model, placer, surety, grid = fitted
    keep(placer.place(part) for part in parts())
    table = describe(model, drawn, placer, surety)
    LOG.info(
        "%d topics, %d stable, in a sample of %d texts; %d of %d units have none",
        len(table),
        table["is_stable"].sum(),
        len(drawn.units),
        placer.n_units[NO_TOPIC],
        placer.n_units.total(),
    )
    units = representatives(
        drawn, documents, told, placer, show_private_text=show_private_text
    )
    return Found(table, grid, units, model, shown)


def fit(
    drawn: Part, told: pd.DataFrame, shown: frozenset[str], chosen: Settings
) -> Fitted | str:
    """Return the topics of a sample, or why there are none."""
    texts = drawn.units["text"].tolist()
    turn = turn_of(
        texts,
        drawn.vectors,
        subtract_mean=chosen.subtract_mean,
        word_usage=chosen.word_usage,
        seed_topics=chosen.seed_topics,
    )
    rows = turn(texts, drawn.vectors)
    n_different = len({row.tobytes() for row in rows[rows.any(axis=1)]})
    reason = chosen.why_none(n_different)
    if reason:
        return reason
    # Imported here, for they take seconds and others import this package for its words.
    from lasthope.topics.clusterers import clusterer
    from lasthope.topics.describing import Surety, in_order_of_topics
    from lasthope.topics.stability import consensus, stability
    from lasthope.topics.stable_bertopic import topic_model

    make = clusterer(chosen)
    authors = told.loc[drawn.units["doc_id"], "author"].to_numpy(dtype=object)
    near = make(FEWEST).near(rows)
    seen = seen_by(turn, texts, drawn.vectors)
    grid = try_grid(make, texts, rows, authors, near, seen, chosen)
    best_of_grid = grid["n_topics"][grid["is_chosen"]].tolist()
    n_topics = best_of_grid[0] if best_of_grid else chosen.n_topics
    best = consensus(make(n_topics), rows, near, n_seeds=chosen.n_seeds)
    if best.clusters.labels_.max() + 1 < FEWEST:
        return f"no two groups of {chosen.min_topic_size} units or more"
    LOG.info("%d fits: mean adjusted Rand index %.3f", chosen.n_seeds, best.agreement)
    model = topic_model(
        best.clusters,
        analyzer=topic_terms,
        top_words=chosen.top_words,
        diversity=chosen.diversity,
        core=chosen.core,
        shown=shown,
    ).fit(texts, embeddings=rows)
    topic_of = numbered(model)
    of_authors = stability(best.clusters, rows, authors, seen, n_refits=chosen.n_refits)
    surety = Surety(
        in_order_of_topics(of_authors, topic_of),
        in_order_of_topics(best.returns, topic_of),
        chosen.min_stability,
        chosen.method,
    )
    placer = Placer(
        turn,
        best.clusters.cluster_centers_,
        topic_of,
        chosen.min_similarity,
        doc_ids=told.index,
        author_of=pd.factorize(told["author"])[0],
    )
    return Fitted(model, placer, surety, grid)


def try_grid(
    make: Callable[[int], Any],
    texts: Sequence[str],
    rows: Rows,
    authors: Any,
    near: Near | None,
    seen: Callable[[Any], Rows],
    chosen: Settings,
) -> pd.DataFrame:
    """Return how good the numbers of the grid are; empty if the number is not open."""
    if chosen.n_topics != AUTO or chosen.clusters != EXACT:
        return empty("topics_grid")
    from lasthope.topics.grid import numbers_to_try, topics_grid

    n_different = len({row.tobytes() for row in rows})
    return topics_grid(
        make,
        numbers_to_try(chosen.grid, n_different, chosen.min_topic_size),
        [topic_words(text) for text in texts],
        rows,
        authors,
        near,
        seen,
        top_words=chosen.top_words,
        core=chosen.core,
        min_stability=chosen.min_stability,
    )


def numbered(model: "StableBERTopic") -> Any:
    """Return the topic of each cluster."""
    labels = model.hdbscan_model.labels_
    pairs = dict(zip(labels.tolist(), model.topics_, strict=True))
    return pd.Series(pairs).sort_index().to_numpy()


def words_to_show(drawn: Part, documents: pd.DataFrame) -> frozenset[str]:
    """Return the terms that give no private person away; the sample is the witness."""
    terms_of = {text: topic_terms(text) for text in drawn.units["text"]}
    terms = {term for terms in terms_of.values() for term in terms}
    return showable(terms, drawn.units, documents, terms_of.__getitem__)


def unplaced(parts: Iterable[Part]) -> Iterator[pd.DataFrame]:
    """Yield the table ``unit_topics`` without any topic."""
    for part in parts:
        none = part.units[["unit_id"]].assign(topic=NO_TOPIC, similarity=nan)
        yield check(none, "unit_topics")
