"""Small corpora of one or two sides over forty days."""

import pandas as pd

from lasthope.tables import empty

N_DAYS = 40


def tables(*, frames=9, per_day=25, side="platform", authors=1):
    """Return a corpus in which frame k is in every (k + 2)nd unit."""
    ids = [f"d{day}-{unit}" for day in range(N_DAYS) for unit in range(per_day)]
    days = pd.Timestamp("2021-01-01", tz="UTC") + pd.to_timedelta(
        [day for day in range(N_DAYS) for _ in range(per_day)], unit="D"
    )
    documents = pd.DataFrame(
        {
            "doc_id": ids,
            "kind": "post",
            "side": side,
            "organisation": None,
            "author": [f"{side} {number % authors}" for number in range(len(ids))],
            "created_at": days,
            "created_precision": "day",
            "weight": 1.0,
        }
    )
    names = [f"frame_{number}" for number in range(frames)]
    held = [
        (unit, name) for number, name in enumerate(names) for unit in ids[:: number + 2]
    ]
    return {
        "documents": documents,
        "units": pd.DataFrame(
            {"unit_id": ids, "doc_id": ids, "voice": "own", "text": "x"}
        ),
        "tags": pd.DataFrame(held, columns=["unit_id", "category"], dtype="str"),
        "categories": pd.DataFrame(
            {"category": names, "facet": "frame", "label": [n.upper() for n in names]},
            dtype="str",
        ),
        "agreement": empty("agreement"),
    }


def both(*, other_side="provider", **more):
    """A corpus of the platform and of another side."""
    return of_sides("platform", other_side, **more)


def of_sides(first, *others, **more):
    """A corpus of several sides; ids of all but the first begin with their side."""
    corpus = tables(side=first, **more)
    for side in others:
        other = tables(side=side, **more)
        ids = {"doc_id": side + other["documents"]["doc_id"]}
        other["documents"] = other["documents"].assign(**ids)
        other["units"] = other["units"].assign(**ids, unit_id=ids["doc_id"])
        other["tags"] = other["tags"].assign(unit_id=side + other["tags"]["unit_id"])
        for name in ("documents", "units", "tags"):
            corpus[name] = pd.concat([corpus[name], other[name]], ignore_index=True)
    return corpus


def of_topics(corpus):
    """The same corpus with topics in place of frames; topic 1 is unstable."""
    held = corpus["tags"].drop_duplicates("unit_id", keep="last")
    numbers = held["category"].str.removeprefix("frame_").astype("int64")
    topics = pd.DataFrame({"topic": [0, 1, 2], "label": ["zero", "one", "two"]})
    return {
        "documents": corpus["documents"],
        "units": corpus["units"],
        "unit_topics": held[["unit_id"]].assign(topic=numbers),
        "topics": topics.assign(is_stable=topics["topic"].ne(1)),
    }
