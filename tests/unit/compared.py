"""Small and large tables to compare sides with, and ways to read the result."""

import numpy as np
import pandas as pd

from lasthope.compare import compare

SETTINGS = {
    "side_a": "platform",
    "side_b": "provider",
    "voice": "own",
    "stances": ["asserts"],
    "confidence": 0.95,
    "min_authors": 10,
    "permutations": 99,
    "seed": 1,
    "prior_words": 10,
    "min_count": 1,
    "min_word_authors": 1,
    "reference": None,
}


CATEGORIES = pd.DataFrame(
    [
        ("elite", "frame", "The people against the elite"),
        ("safety", "frame", "Public safety"),
        ("hedging", "device", "Hedging"),
    ],
    columns=["category", "facet", "label"],
    dtype="str",
)


TABLES = (
    *("documents", "units", "tags", "topics", "unit_topics", "categories"),
    "agreement",
)


def agreed(**uses):
    """Say what coders found each category fit for."""
    use = [uses.get(name, "unvalidated") for name in CATEGORIES["category"]]
    return CATEGORIES[["category"]].assign(use=use)


def table(columns: str, rows: list) -> pd.DataFrame:
    """Make a table of text but for the columns that are numbers."""
    made = pd.DataFrame(rows, columns=columns.split(), dtype="object")
    numbers = {"topic": "int64", "weight": "float64"}
    return made.astype({name: numbers.get(name, "str") for name in made.columns})


def corpus(documents: list, units: list, tags: list, topics: dict, placed: list):
    """Make the tables of ``compare``, with only the columns it needs."""
    return {
        "documents": table(
            "doc_id kind side organisation author weight", documents
        ).assign(is_public=True, copy_of=pd.Series(None, dtype="str")),
        "units": table("unit_id doc_id voice text", units),
        "tags": table("unit_id category facet stance", tags),
        "topics": table("topic label", list(topics.items())).assign(is_stable=True),
        "unit_topics": table("unit_id topic", placed),
        "categories": CATEGORIES,
        "agreement": agreed(),
    }


def small_corpus():
    """Two sides, few authors: what it gives was counted by hand."""
    return corpus(
        documents=[
            ("d1", "statement", "platform", "Parler", "John Matze", 1),
            ("d2", "statement", "platform", "Parler", None, 1),
            ("d3", "statement", "provider", "Amazon Web Services", None, 1),
            ("d4", "statement", "provider", None, "Tim Cook", 1),
        ],
        units=[
            ("d1:0000", "d1", "own", "They want hate"),
            ("d1:0001", "d1", "own", "They [sic] lose"),
            ("d1:0002", "d1", "quoted", "hate hate hate"),
            ("d2:0000", "d2", "own", "we want hope"),
            ("d3:0000", "d3", "own", "We want safety"),
            ("d4:0000", "d4", "own", "No hate"),
        ],
        tags=[
            ("d1:0000", "elite", "frame", "asserts"),
            ("d1:0000", "elite", "frame", "asserts"),
            ("d1:0001", "elite", "frame", "asserts"),
            ("d2:0000", "elite", "frame", "rejects"),
            ("d1:0002", "safety", "frame", "reports"),
            ("d3:0000", "safety", "frame", "asserts"),
        ],
        topics={0: "hate, they", 1: "hope"},
        placed=[
            ("d1:0000", 0),
            ("d1:0001", 0),
            ("d1:0002", 0),
            ("d2:0000", 1),
            ("d3:0000", -1),
            ("d4:0000", 0),
        ],
    )


def copied_corpus():
    """The small corpus, one text posted twice by its side and one thrice by others."""
    small = small_corpus()
    weights = {"d1": 1 / 2, "d4": 1 / 3}
    first = small["documents"]
    more = corpus(
        documents=[
            ("d5", "statement", "platform", "Parler", None, 1 / 2),
            ("d6", "statement", "provider", None, "A. Clerk", 1 / 3),
            ("d7", "post", "users", None, "p-1", 1 / 3),
        ],
        units=[
            ("d5:0000", "d5", "own", "They want hate"),
            ("d6:0000", "d6", "own", "No hate"),
            ("d7:0000", "d7", "own", "No hate"),
        ],
        tags=[("d5:0000", "elite", "frame", "asserts")],
        topics={},
        placed=[("d5:0000", 0), ("d6:0000", 0), ("d7:0000", 0)],
    )
    weight = first["doc_id"].map(weights).fillna(first["weight"])
    small["documents"] = first.assign(weight=weight)
    for name in ("documents", "units", "tags", "unit_topics"):
        small[name] = pd.concat([small[name], more[name]], ignore_index=True)
    return small


def posted(tables, n_times):
    """Let every document be posted several times by whoever wrote it."""
    copies = []
    for number in range(n_times):
        copy = dict(tables)
        for name in ("documents", "units", "tags", "unit_topics"):
            ids = {
                key: tables[name][key] + f"~{number}"
                for key in ("doc_id", "unit_id")
                if key in tables[name]
            }
            copy[name] = tables[name].assign(**ids)
        weight = tables["documents"]["weight"] / n_times
        copy["documents"] = copy["documents"].assign(weight=weight)
        copies.append(copy)
    return tables | {
        name: pd.concat([copy[name] for copy in copies], ignore_index=True)
        for name in ("documents", "units", "tags", "unit_topics")
    }


def large(seed: int, n_authors: dict[str, int]) -> dict[str, pd.DataFrame]:
    """Make a random corpus of posts; each side's part depends on it alone."""
    documents, units, tags, placed = [], [], [], []
    for side, n in n_authors.items():
        rng = np.random.default_rng([seed, *side.encode()])
        for author in range(n):
            for post in range(rng.integers(1, 5)):
                doc = f"{side}-{author:03d}-{post}"
                documents.append((doc, "post", side, None, f"{side}{author}", 1))
                for position in range(rng.integers(1, 4)):
                    unit = f"{doc}:{position:04d}"
                    said = rng.choice(["hope", "hate", "we", "they", "win"], size=4)
                    voice = rng.choice(["own", "own", "own", "quoted"])
                    units.append((unit, doc, str(voice), " ".join(said)))
                    placed.append((unit, int(rng.integers(-1, 3))))
                    for category, facet in (("elite", "frame"), ("hedging", "device")):
                        for _ in range(rng.integers(0, 3)):
                            stance = str(rng.choice(["asserts", "rejects"]))
                            tags.append((unit, category, facet, stance))
    return corpus(documents, units, tags, {0: "a", 1: "b", 2: "c"}, placed)


def row(result: pd.DataFrame, *key: str) -> pd.Series:
    """Return the one row with this measure, facet, name and side_a.

    Of differences that of the two sides of the settings, unless side_a is given.
    """
    if key[0] == "difference" and len(key) == 3:
        result = result[result["side_b"].eq(SETTINGS["side_b"])]
        key = (*key, SETTINGS["side_a"])
    keys = ["measure", "facet", "name", "side_a"][: len(key)]
    found = result[(result[keys] == list(key)).all(axis=1)]
    assert len(found) == 1
    return found.iloc[0]


def words_listed(tables):
    return of_words(compare(**tables, **SETTINGS))["name"].tolist()


def of_words(result: pd.DataFrame, measure: str = "log_odds") -> pd.DataFrame:
    """Return the rows of one measure that are about words."""
    return result[result["measure"].eq(measure) & result["facet"].eq("word")]
