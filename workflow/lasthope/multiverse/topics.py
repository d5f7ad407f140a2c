"""Make another model of topics, and find a topic again among those of it."""

from collections.abc import Iterable, Mapping
from math import floor
from typing import Any

import pandas as pd

from lasthope.multiverse.choices import AS_FOUND
from lasthope.topics import topics
from lasthope.topics.sampling import Parts
from lasthope.topics.settings import FEWEST

# A cluster whose best match overlaps less is dissolved: Hennig, C. (2007).
# Cluster-wise assessment of cluster stability. Computational Statistics and Data
# Analysis 52(1), 258-271.
DISSOLVED = 0.5
# Between the two parts of a model's name.
TIMES = "x-seed"


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


def model_of(name: str, n_found: int) -> tuple[int, int]:
    """Return how many topics another model has, and its seed.

    >>> model_of("0.5x-seed3", 7), model_of("0.5x-seed3", 2)
    ((4, 3), (2, 3))
    """
    seed = int(name.split(TIMES)[1])
    return max(FEWEST, floor(_times(name) * n_found + 0.5)), seed


def repeated_models(names: Iterable[str], n_found: int) -> set[str]:
    """Return the models that come to the same as another: as many topics, same seed.

    Half as many topics as two are two again. Of models that come to the same, that of
    nearest to once as many is not returned.

    >>> sorted(repeated_models(["0.5x-seed1", "1x-seed1", "2x-seed1", "1x-seed2"], 2))
    ['0.5x-seed1']
    """
    others = set(names) - {AS_FOUND}
    first: dict[tuple[int, int], str] = {}
    for name in sorted(others, key=lambda name: (abs(_times(name) - 1), name)):
        first.setdefault(model_of(name, n_found), name)
    return others - set(first.values())


def _times(name: str) -> float:
    return float(name.split(TIMES)[0])


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
    n_topics, seed = model_of(name, n_found)
    changed = {"n_topics": n_topics, "seed": seed, "n_seeds": 1, "n_refits": 1}
    kept: list[pd.DataFrame] = []
    topics(
        parts,
        documents,
        kept.extend,
        show_private_text=False,
        **{**settings, **changed},
    )
    return pd.concat(kept, ignore_index=True)
