"""Make another model of topics, and find a topic again among those of it."""

from collections.abc import Mapping
from math import floor
from typing import Any

import pandas as pd

from lasthope.topics import topics
from lasthope.topics.sampling import Parts
from lasthope.topics.settings import FEWEST

# A cluster whose best match overlaps less is dissolved: Hennig, C. (2007).
# Cluster-wise assessment of cluster stability. Computational Statistics and Data
# Analysis 52(1), 258-271.
DISSOLVED = 0.5


def counterpart(
    topic: int, found: pd.DataFrame, others: pd.DataFrame
) -> tuple[int, float]:
    """Return the topic of another model that overlaps most, and by how much.

    The overlap is Jaccard's: units in both over units in either. Of topics that
    overlap as much the first is taken.

    Args:
        topic: number of the topic.
        found: unit_id and topic, as found.
        others: the same of the other model.

    Returns:
        The number there, -1 where none has a unit in common, and the overlap.
    """
    units = set(found.loc[found["topic"].eq(topic), "unit_id"])
    best, overlap = -1, 0.0
    for number, theirs in others[others["topic"].ge(0)].groupby("topic")["unit_id"]:
        both = len(units.intersection(theirs))
        jaccard = both / (len(units) + len(theirs) - both)
        if jaccard > overlap:
            best, overlap = int(str(number)), jaccard
    return best, overlap


def other_topics(
    name: str,
    parts: Parts,
    documents: pd.DataFrame,
    settings: Mapping[str, Any],
    *,
    n_found: int,
) -> pd.DataFrame:
    """Return the table ``unit_topics`` of another model.

    How stable its topics are is not asked, nor which of several seeds is best.

    Args:
        name: as ``0.5x-seed1``: half as many topics as were found, with seed 1.
        parts: gives the units with their vectors.
        documents: the documents.
        settings: of the step ``topics``.
        n_found: how many topics it found.
    """
    times, seed = name.split("x-seed")
    n_topics = max(FEWEST, floor(float(times) * n_found + 0.5))
    changed = {"n_topics": n_topics, "seed": int(seed), "n_seeds": 1, "n_refits": 1}
    kept: list[pd.DataFrame] = []
    topics(
        parts,
        documents,
        kept.extend,
        show_private_text=False,
        **{**settings, **changed},
    )
    return pd.concat(kept, ignore_index=True)
