"""Tests of lasthope.codebook and of the codebook that ships: its examples are tests."""

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from lasthope.classifier_files import rules_of
from lasthope.codebook import (
    categories,
    citation_keys,
    joined,
    read_codebook,
    read_codebooks,
)
from lasthope.errors import UserError
from lasthope.patterns import expand
from lasthope.rules import RULES
from lasthope.schemas import CATEGORIES
from lasthope.tags import tags
from lasthope.validation import load_yaml

ROOT = Path(__file__).parents[2]
SCHEMA = load_yaml(str(ROOT / "workflow/schemas/codebook.schema.yaml")).data
REFERENCES = ROOT / "config/references.bib"
CODEBOOK = yaml.safe_load((ROOT / "config/codebook.yaml").read_text(encoding="utf-8"))
SETTINGS = rules_of(yaml.safe_load((ROOT / "config/config.yaml").read_text()))
SENTENCE = re.compile(r"(?<=[.!?])\s+")
EXAMPLES = [
    pytest.param(
        category["id"],
        example,
        kind == "positives",
        id=f"{category['id']}-{kind}-{n}",
    )
    for category in CODEBOOK["categories"]
    for kind in ("positives", "negatives")
    for n, example in enumerate(category[kind])
]


@pytest.fixture(scope="module")
def tagged():
    """The categories that each example of the codebook is given."""
    rows = [
        {
            "unit_id": f"{number:04d}:{position:04d}",
            "doc_id": f"{number:04d}",
            "position": position,
            "sentence": position,
            "text": sentence,
            "voice": "own",
        }
        for number, example in enumerate(EXAMPLES)
        for position, sentence in enumerate(SENTENCE.split(example.values[1]))
    ]
    found = tags(pd.DataFrame(rows), CODEBOOK, **SETTINGS)
    found["example"] = found["unit_id"].str.split(":").str[0].astype(int)
    return found.groupby("example")["category"].agg(set).to_dict()


@pytest.mark.parametrize(("name", "example", "is_positive"), EXAMPLES)
def test_example(name, example, is_positive, tagged, request):
    number = [case.id for case in EXAMPLES].index(request.node.callspec.id)
    given = tagged.get(number, set())
    assert (name in given) == is_positive, f"{example!r} is given {sorted(given)}"


def test_the_shipped_codebook_is_read():
    path = str(ROOT / "config/codebook.yaml")
    assert read_codebook(path, SCHEMA, str(REFERENCES)) == CODEBOOK


def test_there_are_thirteen_frames_and_fifteen_devices():
    facets = [category["facet"] for category in CODEBOOK["categories"]]
    assert facets == ["frame"] * 13 + ["device"] * 15


def test_no_example_stands_twice_and_none_is_a_pattern():
    examples = [case.values[1] for case in EXAMPLES]
    assert len(set(examples)) == len(examples)
    plain = {re.sub(r"\W+", " ", example).strip().lower() for example in examples}
    for category in CODEBOOK["categories"]:
        for pattern in category["patterns"]:
            assert not plain & set(expand(pattern.lower())), pattern


def test_each_category_has_five_examples_of_either_kind_and_a_source():
    for category in CODEBOOK["categories"]:
        name = category["id"]
        assert len(category["positives"]) >= 5, name
        assert len(category["negatives"]) >= 5, name
        assert category["sources"], name


def test_no_pattern_stands_twice_in_a_category():
    for category in CODEBOOK["categories"]:
        for patterns in (category["patterns"], category["vetoes"]):
            assert len(set(patterns)) == len(patterns), category["id"]


def test_every_category_cites_what_exists_and_everything_is_cited():
    keys = citation_keys(REFERENCES.read_text(encoding="utf-8"))
    cited = [key for category in CODEBOOK["categories"] for key in category["sources"]]
    assert len(set(keys)) == len(keys)
    assert set(cited) == set(keys)
    assert all(category["sources"] for category in CODEBOOK["categories"])


def test_every_reference_has_author_title_year_and_venue():
    entries = re.split(
        r"^@", REFERENCES.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(entries) > 20
    for entry in entries[1:]:
        fields = set(re.findall(r"^\s+(\w+)\s+=", entry, re.MULTILINE))
        assert {"author", "title", "year"} <= fields, entry
        assert fields & {"journal", "publisher", "booktitle"}, entry


def test_every_rule_of_the_schema_is_a_function():
    items = SCHEMA["properties"]["categories"]["items"]
    assert items["properties"]["rule"]["enum"] == sorted(RULES)


def test_every_key_of_the_schema_is_described():
    items = SCHEMA["properties"]["categories"]["items"]
    for schema in (SCHEMA, items):
        assert schema["additionalProperties"] is False
        assert all(part["description"] for part in schema["properties"].values())


def test_the_table_of_categories():
    table = CATEGORIES.validate(categories(CODEBOOK))
    assert len(table) == 28
    assert table["category"].tolist() == sorted(table["category"])
    row = table.set_index("category").loc["free_expression"]
    assert (row["facet"], row["label"]) == ("frame", "Free expression")


SMALL = """\
title: T
version: "1.0.0"
language: en
licence: MIT
categories:
  - id: free_expression
    facet: frame
    label: Free expression
    level: cue
    definition: D.
    code_when: [a]
    code_not_when: [b]
    positives: [p, q, r]
    negatives: [s, t, u]
    patterns:
      - free speech
      - censor*
    vetoes:
      - free speech zone
    sources: [walton2008]
"""


def write(tmp_path, text):
    path = tmp_path / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_codebook_of_ones_own_is_read(tmp_path):
    codebook = read_codebook(write(tmp_path, SMALL), SCHEMA, str(REFERENCES))
    assert codebook["categories"][0]["patterns"] == ["free speech", "censor*"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "- censor*", "- '*'",
            "line 17: category 'free_expression', pattern '*': it would match "
            "anything; write at least one word.",
        ),
        (
            "zone", "{zone",
            "line 19: category 'free_expression', pattern 'free speech {zone': a "
            "brace is not closed or stands inside another; write {a|b|c}.",
        ),
        (
            "walton2008", "walten2008",
            "line 20: category 'free_expression' cites 'walten2008', which is not in "
            f"{REFERENCES}; perhaps 'walton2008' was meant.",
        ),
        (
            "    patterns:\n      - free speech\n      - censor*\n",
            "    patterns: []\n",
            "line 15: category 'free_expression' has neither patterns nor a rule and "
            "would never be found; add a pattern.",
        ),
        (
            "    label:", "    lable:",
            "line 8: unknown key 'categories[0].lable'; perhaps 'label' was meant",
        ),
        (
            "facet: frame", "facet: fame",
            "line 7: 'categories[0].facet' cannot be 'fame'; perhaps 'frame' was",
        ),
        (
            "level: cue", "level: vague",
            "line 9: 'categories[0].level' cannot be 'vague'; known are cue",
        ),
        (
            "free_expression", "F01",
            "line 6: 'categories[0].id' is 'F01', which has the wrong form",
        ),
        (
            "- censor*", "- no",
            "line 17: 'categories[0].patterns[1]' must be of type string, not False",
        ),
        (
            "    vetoes:", "    rule: anaphora\n    vetoes:",
            "line 18: 'categories[0].rule' cannot be 'anaphora'; known are concession, "
            "repetition.",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_one_sentence_with_its_line(tmp_path, old, new, sentence):
    assert old in SMALL
    path = write(tmp_path, SMALL.replace(old, new, 1))
    with pytest.raises(UserError) as caught:
        read_codebook(path, SCHEMA, str(REFERENCES))
    assert str(caught.value).startswith(f"{path}, {sentence}")


def test_a_category_that_is_there_twice_is_told(tmp_path):
    block = SMALL[SMALL.index("  - id") :]
    path = write(tmp_path, SMALL + block)
    with pytest.raises(UserError) as caught:
        read_codebook(path, SCHEMA, str(REFERENCES))
    assert str(caught.value) == (
        f"{path}, line 21: the category 'free_expression' is there twice; "
        "give each category an id of its own."
    )


def test_a_label_that_two_categories_have_is_told(tmp_path):
    block = SMALL[SMALL.index("  - id") :].replace("free_expression", "privacy")
    label = re.search(r"label: (.*)", SMALL)[1]
    path = write(tmp_path, SMALL + block)
    with pytest.raises(UserError) as caught:
        read_codebook(path, SCHEMA, str(REFERENCES))
    assert str(caught.value) == (
        f"{path}, line 23: the label {label!r} is there twice; give each category a "
        "label of its own."
    )


def test_several_codebooks_are_one_with_what_each_says_of_itself(tmp_path):
    mine = tmp_path / "mine.yaml"
    other = SMALL.replace("free_expression", "privacy").replace("title: ", "title: My ")
    label = re.search(r"label: (.*)", SMALL)[1]
    mine.write_text(other.replace(f"label: {label}", "label: Privacy"), "utf-8")
    paths = [write(tmp_path, SMALL), str(mine)]
    both = read_codebooks(paths, SCHEMA, str(REFERENCES))
    assert [one["id"] for one in both["categories"]] == ["free_expression", "privacy"]
    assert both == joined(paths)
    first, second = both["codebooks"]
    small = yaml.safe_load(SMALL)
    told = {name: value for name, value in small.items() if name != "categories"}
    assert first == {"file": paths[0], **told, "n_categories": 1}
    assert second["title"] == f"My {first['title']}"
    texts = pd.DataFrame(
        {"unit_id": ["d:0"], "doc_id": ["d"], "position": [0], "sentence": [0]}
    ).assign(text="They censored free speech.", voice="own")
    found = tags(texts, both, **SETTINGS)
    assert sorted(set(found["category"])) == ["free_expression", "privacy"]
    alone = tags(texts, read_codebook(paths[0], SCHEMA, str(REFERENCES)), **SETTINGS)
    of_first = found[found["category"].eq("free_expression")]
    pd.testing.assert_frame_equal(of_first.reset_index(drop=True), alone)


def test_a_category_that_two_codebooks_have_is_told(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(SMALL, "utf-8")
    paths = [write(tmp_path, SMALL), str(mine)]
    with pytest.raises(UserError) as caught:
        read_codebooks(paths, SCHEMA, str(REFERENCES))
    assert str(caught.value) == (
        f"{mine}, line 6: a category of {paths[0]} has the id 'free_expression', too; "
        "rename one of the two."
    )
    mine.write_text(SMALL.replace("free_expression", "other"), "utf-8")
    with pytest.raises(UserError, match="mine.yaml, line 8: .* has the label"):
        read_codebooks(paths, SCHEMA, str(REFERENCES))


def test_a_mistake_in_the_second_codebook_is_told(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(SMALL.replace("facet: frame", "facet: fame"), "utf-8")
    with pytest.raises(UserError, match="mine.yaml, line 7"):
        read_codebooks([write(tmp_path, SMALL), str(mine)], SCHEMA, str(REFERENCES))
