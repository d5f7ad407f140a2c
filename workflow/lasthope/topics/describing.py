"""Describe topics: their words, how sure they are, and the units that show them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from lasthope.coherence import coherence
from lasthope.tables import check
from lasthope.topics.placing import Placer
from lasthope.topics.sampling import Part
from lasthope.topics.settings import EXACT
from lasthope.topics.terms import topic_terms

if TYPE_CHECKING:
    from lasthope.topics.stable_bertopic import StableBERTopic

LABEL_WORDS = 3
# A label says it, so that every table and figure that names the topic does.
UNSTABLE, MACHINE_DEPENDENT = " (unstable)", " (machine-dependent)"
REPRESENTATIVES = 5
DECIMALS = 6


class Surety(NamedTuple):
    """How far each topic, in the order of their numbers, can be relied on.

    Attributes:
        stability: mean best Jaccard over samples of authors.
        agreement: mean best Jaccard over fits from other seeds.
        least: of both, for a topic to be stable.
        method: how the clusters were found.
    """

    stability: Sequence[float]
    agreement: Sequence[float]
    least: float
    method: str


def describe(
    model: "StableBERTopic",
    sample: Part,
    placer: Placer,
    surety: Surety,
) -> pd.DataFrame:
    """Return the table of topics, once all units are placed.

    Args:
        model: fitted to the sample.
        sample: different texts.
        placer: that has placed all units.
        surety: how far each topic can be relied on.
    """
    numbers, n_authors = sorted(model.topic_sizes_), placer.n_authors()
    words = [[word for word, _ in model.get_topic(number)] for number in numbers]
    table = pd.DataFrame(
        {
            "topic": numbers,
            "label": [", ".join(top[:LABEL_WORDS]) for top in words],
            "words": [", ".join(top) for top in words],
            "n_texts": [model.topic_sizes_[number] for number in numbers],
            "n_units": [placer.n_units[number] for number in numbers],
            "n_authors": [n_authors[number] for number in numbers],
            "coherence": coherence(words, sample.units["text"].map(topic_terms)),
            "stability": surety.stability,
            "agreement": surety.agreement,
            "method": surety.method,
        }
    ).round({"coherence": DECIMALS, "stability": DECIMALS, "agreement": DECIMALS})
    is_stable = table[["stability", "agreement"]].ge(surety.least).all(axis=1)
    label = table["label"] + is_stable.map({True: "", False: UNSTABLE})
    if surety.method != EXACT:
        label += MACHINE_DEPENDENT
    return check(table.assign(label=label, is_stable=is_stable), "topics")


def representatives(
    sample: Part,
    documents: pd.DataFrame,
    told: pd.DataFrame,
    placer: Placer,
    *,
    show_private_text: bool,
) -> pd.DataFrame:
    """Return for each topic the units nearest to its centre.

    They belong to the topic, each is by another author, and none is a near copy of
    another. Of a private person the text is left out, unless it may be shown, and so is
    what anybody quotes in a post, which may be a private person's.

    Args:
        sample: different texts.
        documents: doc_id, kind and is_public.
        told: author and copy_of of each document.
        placer: puts them with their topics.
        show_private_text: whether private people's words may be shown.
    """
    topic, similarity = placer.nearest(sample.units["text"], sample.vectors)
    known = told.loc[sample.units["doc_id"], ["author", "copy_of"]]
    of_document = documents.set_index("doc_id").loc[sample.units["doc_id"]]
    is_statement = of_document["kind"].eq("statement").to_numpy()
    is_open = of_document["is_public"].to_numpy(bool) & (
        sample.units["voice"].eq("own").to_numpy() | is_statement
    )
    near = (
        sample.units.assign(
            topic=topic,
            similarity=similarity,
            author=known["author"].to_numpy(),
            copy_of=known["copy_of"].to_numpy(),
            text=sample.units["text"].where(is_open | show_private_text),
        )
        .loc[topic >= 0]
        .sort_values(["topic", "similarity", "unit_id"], ascending=[True, False, True])
        .drop_duplicates(["topic", "copy_of"])
        .drop_duplicates(["topic", "author"])
    )
    place = near.groupby("topic").cumcount()
    chosen = near.assign(place=place).loc[place < REPRESENTATIVES]
    columns = ["topic", "place", "unit_id", "similarity", "text"]
    return check(chosen[columns].reset_index(drop=True), "representatives")


def in_order_of_topics(of_cluster: ArrayLike, topic_of: np.ndarray) -> list[float]:
    """Return what is known of each cluster in the order of their topics.

    >>> in_order_of_topics([0.1, 0.2], np.array([1, 0]))
    [0.2, 0.1]
    """
    return np.asarray(of_cluster)[np.argsort(topic_of)].tolist()
