"""Tests of lasthope.topics: tables, small corpora, any order and machine."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lasthope.embed import with_length
from lasthope.errors import UserError
from lasthope.tables import check
from lasthope.topics import how_many, topic_words, topics, why_no_topics

SETTINGS = {
    "seed": 2021,
    "n_topics": 3,
    "min_units": 6,
    "min_topic_size": 2,
    "subtract_mean": True,
    "n_starts": 5,
    "n_refits": 5,
    "top_words": 4,
}
THEMES = {
    "speech": ["free speech", "free information", "speech hope", "last hope speech"],
    "terms": ["service terms", "comply terms", "terms account", "service account"],
    "fight": ["win fight", "fight battle", "win battle Tuesday"],
}


def corpus(n_each=6, noise=0.3, seed=0):
    """Return units, documents, ids and vectors of three clear themes, unevenly."""
    rng = np.random.default_rng(seed)
    texts, rows = [], []
    for axis, phrases in enumerate(THEMES.values()):
        for number in range(n_each - axis):
            texts.append(f"{phrases[number % len(phrases)]} item{axis}{number}".title())
            drawn = rng.normal(scale=noise, size=8) + 2 * (np.arange(8) == axis)
            rows.append(np.rint(drawn * 1000).astype(np.int64))
    return tables(texts, with_length(np.array(rows), 127))


def tables(texts, rows, **documents):
    ids = pd.Series(
        [f"d{number:03d}:0000" for number in range(len(texts))], dtype="str"
    )
    doc_ids = ids.str.slice(0, 4)
    unnamed = {"kind": "post", "side": "users", "author": None, "organisation": None}
    named = unnamed | documents
    is_public = named.pop("is_public", True)
    return (
        pd.DataFrame(
            {
                "unit_id": ids,
                "doc_id": doc_ids,
                "voice": "own",
                "text": pd.Series(texts, dtype="str"),
            }
        ),
        pd.DataFrame({"doc_id": doc_ids, **named})
        .astype("str")
        .assign(is_public=is_public, copy_of=pd.Series(None, dtype="str")),
        ids,
        np.asarray(rows).astype(np.int8),
    )


def test_clear_themes_become_topics_with_their_words():
    given = corpus()
    table, placed = topics(*given, **SETTINGS)
    pd.testing.assert_frame_equal(check(table, "topics"), table)
    pd.testing.assert_frame_equal(check(placed, "unit_topics"), placed)
    assert table["n_units"].tolist() == [6, 5, 4]
    assert placed["topic"].tolist() == [0] * 6 + [1] * 5 + [2] * 4
    assert placed["unit_id"].tolist() == given[2].tolist()
    assert placed["similarity"].between(0.7, 1).all()
    for theme, row in zip(THEMES, table.itertuples(), strict=True):
        words = row.words.split(" ")
        assert theme in words
        assert len(words) == 4
        assert row.label == ", ".join(words[:3])
        assert 0.7 < row.stability <= 1


def test_nothing_depends_on_the_order_of_rows_and_nothing_given_is_changed():
    units, documents, ids, vectors = corpus()
    expected = topics(units, documents, ids, vectors, **SETTINGS)
    rng = np.random.default_rng(5)
    for _ in range(3):
        mixed = rng.permutation(len(ids))
        given = (
            units.iloc[rng.permutation(len(units))],
            documents.iloc[rng.permutation(len(documents))],
            ids.iloc[mixed],
            vectors[mixed],
        )
        before = [item.copy() for item in given]
        for table, same in zip(topics(*given, **SETTINGS), expected, strict=True):
            pd.testing.assert_frame_equal(table, same)
        for item, same in zip(given, before, strict=True):
            assert pd.DataFrame(item).equals(pd.DataFrame(same))


def test_equal_texts_have_equal_topics_and_copies_make_no_topic():
    units, _, _, vectors = corpus()
    lone = with_length(np.array([[0, 0, 0, 0, 0, 0, 5, 1]]), 127)
    texts = [*units["text"], *["welcome to parler"] * 20, units["text"][0]]
    rows = np.concatenate([vectors, lone.repeat(20, axis=0), vectors[:1]])
    table, placed = topics(*tables(texts, rows), **{**SETTINGS, "n_topics": 4})
    number = placed["topic"].to_numpy()
    assert len(set(number[15:35])) == 1
    assert number[35] == number[0]
    # One text, however often: dissolved into a neighbour.
    assert (number[:15] == number[15]).any()
    assert table["n_units"].sum() == 36


def test_units_without_vector_or_words_have_no_topic():
    units, _, _, vectors = corpus()
    texts = [*units["text"], "надежда", "we will", "2022 & 7", ""]
    nothing = np.zeros((1, 8))
    rows = np.concatenate([vectors, nothing, vectors[:2], nothing])
    table, placed = topics(*tables(texts, rows), **SETTINGS)
    assert placed["topic"].tolist()[15:] == [-1] * 4
    assert placed["similarity"].isna().tolist() == [False] * 15 + [True] * 4
    assert table["n_units"].sum() == 15


def test_authors_are_counted_by_name_else_organisation_else_as_one():
    units, _, _, vectors = corpus()
    author = ["Matze", "Matze", None, None, None, None] + [None] * 9
    organisation = ["Parler", None, "Amazon", "Amazon", None, None] + ["Apple"] * 9
    given = tables(units["text"], vectors, author=author, organisation=organisation)
    table, _ = topics(*given, **SETTINGS)
    # Matze, Amazon and those without a name; then Apple.
    assert table["n_authors"].tolist() == [3, 1, 1]


def test_words_of_few_private_people_are_not_shown(monkeypatch):
    monkeypatch.setattr("lasthope.authors.FEWEST_PRIVATE_AUTHORS", 4)
    units, _, _, vectors = corpus()
    everyone = [f"user {number}" for number in range(15)]
    public = [False] * 6 + [True] * 9
    given = tables(units["text"], vectors, author=everyone, is_public=public)
    table, _ = topics(*given, **SETTINGS)
    # Of the private theme's six posts four have "speech", each another "item".
    assert "item0" not in " ".join(table["words"])
    assert "speech" in table["words"].iloc[0].split()
    one = tables(units["text"], vectors, author="user 1", is_public=public)
    table, _ = topics(*one, **SETTINGS)
    hidden = "(words of private people)"
    assert table[["label", "words"]].iloc[0].tolist() == [hidden, hidden]
    assert "private" not in " ".join(table["words"].iloc[1:])


def small(texts, rows=None, **changes):
    """Return both tables of a corpus that must have no topics."""
    rows = np.full((len(texts), 4), 60) if rows is None else rows
    table, placed = topics(*tables(texts, rows), **{**SETTINGS, **changes})
    assert len(placed) == len(texts)
    assert placed["topic"].eq(-1).all()
    assert placed["similarity"].isna().all()
    assert table.empty
    check(table, "topics")
    check(placed, "unit_topics")
    return table, placed


@pytest.mark.parametrize("n_topics", [2, 9, "auto"])
@pytest.mark.parametrize("subtract_mean", [True, False])
def test_corpora_too_small_or_too_uniform_have_no_topics(n_topics, subtract_mean):
    changes = {"n_topics": n_topics, "subtract_mean": subtract_mean, "min_units": 2}
    small([], np.zeros((0, 4)), **changes)
    small(["hope"], **changes)
    small(["hope"] * 50, **changes)
    small(["we will", "they are", "it is"], np.zeros((3, 4)), **changes)
    small(["надежда", "свобода", "希望"], np.zeros((3, 4)), **changes)
    small(["hope 1", "hope 2"], np.zeros((2, 4)), **changes)


def test_the_log_says_why_there_are_no_topics(caplog):
    small(["hope", "free speech"], np.eye(2) * 127)
    assert caplog.messages == [
        "no topics: 2 different units with known words are fewer than "
        "topics.min_units, 6"
    ]
    caplog.clear()
    small(["hope", "free", "win"], np.eye(3) * 127, min_units=1, n_topics=9)
    assert caplog.messages == [
        "no topics: 3 different units with known words are fewer than "
        "topics.n_topics, 9"
    ]
    caplog.clear()
    small(["hope", "free", "win"], np.eye(3) * 127, min_units=1)
    assert caplog.messages == ["no topics: no two groups of 2 units or more"]


def test_the_reason_can_be_asked_for():
    assert why_no_topics(20, n_topics="auto", min_units=20) is None
    assert "19 different units" in why_no_topics(19, n_topics="auto", min_units=20)
    assert "topics.n_topics, 30" in why_no_topics(29, n_topics=30, min_units=20)
    assert why_no_topics(2, n_topics="auto", min_units=1) is None
    assert why_no_topics(1, n_topics="auto", min_units=1) is not None


@pytest.mark.parametrize(
    ("n_different", "expected"),
    [(1, 2), (8, 2), (12, 2), (13, 3), (35, 4), (200, 10), (5000, 50), (10**9, 50)],
)
def test_auto_grows_with_the_root_of_half_the_units(n_different, expected):
    assert how_many("auto", n_different) == expected


def test_no_topic_has_a_single_unit():
    given = corpus(n_each=12, noise=0.8)
    table, _ = topics(*given, **{**SETTINGS, "n_topics": 12, "min_topic_size": 2})
    assert len(table) > 2
    assert table["n_units"].min() >= 2
    assert table["n_units"].is_monotonic_decreasing


def test_other_languages_and_hostile_texts_pass():
    units, _, _, vectors = corpus()
    texts = [
        *units["text"],
        "libertés d'expression",
        "\x00\x00",
        "<p>" * 1000,
        "a" * 10**6,
    ]
    rows = np.concatenate([vectors, vectors[:4]])
    table, _ = topics(*tables(texts, rows), **SETTINGS)
    assert len(table) == 3


def test_topic_words_are_words_of_two_letters_or_more():
    text = "The CEO's [sic] plan B: win 100 votes, 4chan & l’été; don’t e-mail x2!"
    assert topic_words(text) == [
        "ceo",
        "plan",
        "win",
        "votes",
        "4chan",
        "l'été",
        "e-mail",
    ]


def test_a_unit_without_vector_is_a_fault():
    units, documents, ids, vectors = corpus()
    with pytest.raises(ValueError, match="no vector for unit 'd003:0000'"):
        topics(units, documents, ids.drop(3), np.delete(vectors, 3, axis=0), **SETTINGS)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"n_topics": 1}, "topics.n_topics is 1; .* of at least 2, or auto."),
        ({"n_topics": "many"}, "topics.n_topics is 'many'; .* at least 2, or auto."),
        ({"n_topics": 2.5}, "topics.n_topics is 2.5; it must be a whole number"),
        ({"min_topic_size": 0}, "topics.min_topic_size is 0; .* of at least 1."),
        ({"n_refits": 0}, "topics.n_refits is 0; it must be .* of at least 1."),
    ],
)
def test_settings_that_make_no_sense_are_refused(changes, sentence):
    with pytest.raises(UserError, match=sentence):
        topics(*corpus(), **{**SETTINGS, **changes})


def digest():
    """Return a hash of the topics of a corpus that is hard to group."""
    # In whole numbers and stable sorts, so that the corpus itself is always the same.
    rng = np.random.default_rng(3)
    themes = rng.integers(-100, 101, size=(9, 64))
    drawn = themes[rng.integers(9, size=700)] + rng.integers(-200, 201, size=(700, 64))
    rows = with_length(drawn, 127)
    rows = np.concatenate([rows, rows[:50]])
    words = np.array([f"word{a}{b}" for a in "abcdefgh" for b in "abcdefgh"])
    loudest = np.argsort(-(rows // 20), axis=1, kind="stable")
    texts = [" ".join(words[row[:6]]) for row in loudest]
    found = topics(*tables(texts, rows), **{**SETTINGS, "n_topics": 12})
    content = "".join(table.to_csv(index=False) for table in found)
    return hashlib.sha256(content.encode()).hexdigest()


def test_the_topics_are_the_same_on_other_kernels_threads_and_hash_seeds():
    old = {
        "OPENBLAS_CORETYPE": "Prescott",
        "OPENBLAS_NUM_THREADS": "1",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4",
        "PYTHONHASHSEED": "7",
    }
    new = {
        "OPENBLAS_CORETYPE": "Haswell",
        "OPENBLAS_NUM_THREADS": "2",
        "PYTHONHASHSEED": "8",
    }
    here = Path(__file__)
    path = os.pathsep.join([str(here.parent), str(here.parents[2] / "workflow")])
    found = [
        subprocess.run(
            [sys.executable, "-c", "import test_topics; print(test_topics.digest())"],
            env={**os.environ, "PYTHONPATH": path, **changes},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for changes in (old, new)
    ]
    assert found == [digest()] * 2
