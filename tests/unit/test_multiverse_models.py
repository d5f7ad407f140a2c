"""Poorer taggers and other models of topics, by hand."""

import pandas as pd
import pyarrow as pa
import pytest

from lasthope.multiverse import topics as module
from lasthope.multiverse.taggers import count_patterns, without_commonest
from lasthope.multiverse.topics import counterpart


def test_the_commonest_pattern_goes():
    codebook = {
        "categories": [
            {"id": "war", "patterns": ["war", "battle", "fight*"]},
            {"id": "again", "patterns": [], "rule": "repetition"},
            {"id": "law", "patterns": ["law"]},
        ]
    }
    counts = {("war", "fight*"): 2, ("war", "battle"): 2, ("again", "repetition"): 1}
    assert without_commonest(codebook, counts)["categories"] == [
        # Of two that find as much the first in the alphabet.
        {"id": "war", "patterns": ["war", "fight*"]},
        {"id": "again", "patterns": []},
        {"id": "law", "patterns": ["law"]},
    ]
    assert codebook["categories"][1]["rule"] == "repetition"


def test_patterns_are_counted_over_all_parts():
    rows = [("war", "fight*"), ("war", "battle"), ("law", "battle"), ("war", "battle")]
    table = pa.table([*map(pa.array, zip(*rows, strict=True))], ["category", "pattern"])
    parts = [table.slice(0, 1), table.slice(1, 2), table.slice(3), table.slice(4)]
    assert count_patterns(parts) == {
        ("war", "fight*"): 1,
        ("war", "battle"): 2,
        ("law", "battle"): 1,
    }
    assert count_patterns([]) == {}


def placed(*topics):
    return pd.DataFrame({"unit_id": [*map(str, range(len(topics)))], "topic": topics})


def test_a_topic_is_found_again_by_its_units():
    found = placed(0, 0, 0, 1, 1, -1)
    # Topic 7 has two of the three units and one other: 2 / 4.
    assert counterpart(0, found, placed(7, 7, 2, 7, 2, -1)) == (7, 0.5)
    assert counterpart(1, found, placed(3, 3, 3, 5, 5, 5)) == (5, 2 / 3)
    assert counterpart(1, found, placed(3, 3, 3, -1, -1, -1)) == (-1, 0.0)
    # Two that overlap as much: the first.
    assert counterpart(0, placed(0, 0), placed(9, 4)) == (4, 0.5)


@pytest.mark.parametrize(
    ("name", "n_found", "n_topics", "seed"),
    [
        ("0.5x-seed1", 7, 4, 1),
        ("1x-seed3", 7, 7, 3),
        ("2x-seed12", 7, 14, 12),
        # Never fewer than two.
        ("0.5x-seed1", 2, 2, 1),
    ],
)
def test_another_model_has_another_number_and_another_seed(
    monkeypatch, name, n_found, n_topics, seed
):
    asked = {}

    def topics(parts, documents, keep, *, show_private_text, **settings):
        asked.update(settings)
        keep(iter([placed(0, 1), placed(1, 1)]))

    monkeypatch.setattr(module, "topics", topics)
    settings = {"n_topics": "auto", "sample": 9, "seed": 2021, "n_seeds": 5}
    made = module.other_topics(
        name, None, None, settings | {"n_refits": 20}, n_found=n_found
    )
    assert made["topic"].tolist() == [0, 1, 1, 1]
    assert asked == {
        "n_topics": n_topics,
        "sample": 9,
        "seed": seed,
        "n_seeds": 1,
        "n_refits": 1,
    }
