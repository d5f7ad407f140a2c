"""Which universes the configuration spans, and how many of them agree."""

from pathlib import Path

import pandas as pd
import yaml

from compared import SETTINGS
from lasthope.multiverse.choices import FAMILIES, axes, main_choices, universes
from lasthope.multiverse.gathering import robustness

CONFIG = yaml.safe_load(
    (Path(__file__).parents[2] / "config/config.yaml").read_text("utf-8")
)
OTHERS = {
    "copies": ["weighted"],
    "voices": ["own", "all"],
    "units": ["sentence"],
    "taggers": ["rules"],
    "stances": [["asserts"]],
    "prior_words": [10],
    "min_count": [1, 2],
    "times_topics": [],
    "topic_seeds": [],
}


def test_robustness_by_hand():
    columns = ["finding", "universe", "is_main", "estimate", "low", "high"]
    rows = [
        ("frame_a", "1", True, 0.2, 0.1, 0.3),
        ("frame_a", "2", False, 0.2, -0.1, 0.5),
        ("frame_a", "3", False, -0.2, -0.3, -0.1),
        ("frame_a", "4", False, None, None, None),
        ("frame_b", "1", True, -0.2, -0.3, 0.1),
        ("frame_b", "2", False, -0.2, -0.3, -0.1),
        ("frame_b", "3", False, 0.0, -0.3, 0.3),
    ]
    known = {"facet": "frame", "name": "x", "label": "X", "side": "platform"}
    table = pd.DataFrame(rows, columns=columns).assign(**known)
    found = robustness(table).set_index("finding")
    counts = ["n_universes", "n_without", "n_agree_in_sign", "n_agree_in_interval"]
    assert found.loc["frame_a", counts].tolist() == [4, 1, 2, 1]
    assert found.loc["frame_b", counts].tolist() == [3, 0, 2, 1]
    assert found["estimate"].tolist() == [0.2, -0.2]


def test_the_configuration_that_ships_spans_enough_universes():
    every = axes(CONFIG)
    made = {
        family: list(universes(family, every, main_choices(every)))
        for family in FAMILIES
    }
    assert len(made["category"]) >= 64
    assert sum(map(len, made.values())) == 72 + 54 + 180
    for of_family in made.values():
        assert [one.is_main for one in of_family] == [True] + [False] * (
            len(of_family) - 1
        )
        assert len({one.name for one in of_family}) == len(of_family)


def test_the_choices_of_a_case_are_always_among_them():
    compared = SETTINGS | {"min_count": 20, "voice": "quoted", "stances": ["reports"]}
    every = axes(
        {"compare": compared, "multiverse": OTHERS, "tags": {"tagger": "rules"}}
    )
    assert every["min_count"] == ["20", "1", "2"]
    assert every["voice"] == ["quoted", "own", "all"]
    assert every["stances"][0] == "reports"
