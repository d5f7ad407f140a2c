"""Tests of lasthope.topics: tables, small corpora, any order and machine."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest

from lasthope.embed import with_length
from lasthope.errors import UserError
from lasthope.tables import check
from lasthope.topics import topics
from lasthope.topics.sampling import Part
from lasthope.topics.saving import save_model
from lasthope.topics.settings import Settings

SETTINGS = {
    "seed": 2021,
    "sample": 1000,
    "clusters": "exact",
    "n_topics": 3,
    "grid": [2, 3, 4],
    "min_units": 6,
    "min_topic_size": 2,
    "subtract_mean": True,
    "word_usage": True,
    "seed_topics": [],
    "n_neighbours": 15,
    "n_starts": 5,
    "n_seeds": 2,
    "n_refits": 5,
    "min_stability": 0.6,
    "min_similarity": 0.0,
    "top_words": 4,
    "diversity": 0.2,
    "core": 0.5,
    "show_private_text": False,
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


def find(units, documents, vectors, size=7, **settings):
    """Return what is found and the table unit_topics, read in parts."""
    cuts = range(0, len(units), size)
    parts = [Part(units[cut : cut + size], vectors[cut : cut + size]) for cut in cuts]
    kept = []
    found = topics(lambda: parts, documents, kept.extend, **{**SETTINGS, **settings})
    none = pd.DataFrame(columns=["unit_id", "topic", "similarity"])
    return found, pd.concat(kept or [none], ignore_index=True)


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
        .assign(
            is_public=is_public,
            copy_of=pd.Series(None, dtype="str"),
            created_at=pd.Series(pd.NaT, doc_ids.index, dtype="datetime64[us, UTC]"),
            created_precision="unknown",
            weight=1.0,
        ),
        np.asarray(rows).astype(np.int8),
    )


def test_clear_themes_become_topics_with_their_words():
    given = corpus()
    found, placed = find(*given)
    table = found.topics
    pd.testing.assert_frame_equal(check(table, "topics"), table)
    pd.testing.assert_frame_equal(check(placed, "unit_topics"), placed)
    assert table["n_units"].tolist() == [6, 5, 4]
    assert placed["topic"].tolist() == [0] * 6 + [1] * 5 + [2] * 4
    assert placed["unit_id"].tolist() == given[0]["unit_id"].tolist()
    assert placed["similarity"].between(0.7, 1).all()
    for theme, row in zip(THEMES, table.itertuples(), strict=True):
        words = row.words.split(", ")
        assert any(theme in word.split() for word in words)
        assert len(words) == 4
        assert row.is_stable
        assert row.label == ", ".join(words[:3])
        assert 0.7 < row.stability <= 1


def test_nothing_depends_on_order_or_parts_and_nothing_given_is_changed():
    units, documents, vectors = corpus()
    expected, placed = find(units, documents, vectors)
    rng = np.random.default_rng(5)
    for size in (1, 4, 100):
        mixed = rng.permutation(len(units))
        given = (
            units.iloc[mixed].reset_index(drop=True),
            documents.iloc[rng.permutation(len(documents))],
            vectors[mixed],
        )
        before = [item.copy() for item in given]
        found, other = find(*given, size=size)
        for table, same in zip(found[:3], expected[:3], strict=True):
            pd.testing.assert_frame_equal(table, same)
        in_order = other.sort_values("unit_id", ignore_index=True)
        pd.testing.assert_frame_equal(in_order, placed)
        for item, same in zip(given, before, strict=True):
            assert pd.DataFrame(item).equals(pd.DataFrame(same))


def test_equal_texts_have_equal_topics_and_copies_make_no_topic():
    units, _, vectors = corpus()
    lone = with_length(np.array([[0, 0, 0, 0, 0, 0, 5, 1]]), 127)
    texts = [*units["text"], *["welcome to parler"] * 20, units["text"][0]]
    rows = np.concatenate([vectors, lone.repeat(20, axis=0), vectors[:1]])
    found, placed = find(*tables(texts, rows), n_topics=4)
    table = found.topics
    number = placed["topic"].to_numpy()
    assert len(set(number[15:35])) == 1
    assert number[35] == number[0]
    # One text, however often: dissolved into a neighbour.
    assert (number[:15] == number[15]).any()
    assert table["n_units"].sum() == 36


def test_units_without_vector_or_words_have_no_topic():
    units, _, vectors = corpus()
    texts = [*units["text"], "надежда", "we will", "2022 & 7", ""]
    nothing = np.zeros((1, 8))
    rows = np.concatenate([vectors, nothing, vectors[:2], nothing])
    found, placed = find(*tables(texts, rows))
    table = found.topics
    assert placed["topic"].tolist()[15:] == [-1] * 4
    assert placed["similarity"].isna().tolist() == [False] * 15 + [True] * 4
    assert table["n_units"].sum() == 15


def test_authors_are_counted_by_name_else_organisation_else_as_one():
    units, _, vectors = corpus()
    author = ["Matze", "Matze", None, None, None, None] + [None] * 9
    organisation = ["Parler", None, "Amazon", "Amazon", None, None] + ["Apple"] * 9
    given = tables(units["text"], vectors, author=author, organisation=organisation)
    table = find(*given)[0].topics
    # Matze, Amazon and those without a name; then Apple.
    assert table["n_authors"].tolist() == [3, 1, 1]


def test_words_of_few_private_people_are_not_shown(monkeypatch):
    monkeypatch.setattr("lasthope.authors.FEWEST_PRIVATE_AUTHORS", 4)
    units, _, vectors = corpus()
    everyone = [f"user {number}" for number in range(15)]
    public = [False] * 6 + [True] * 9
    given = tables(units["text"], vectors, author=everyone, is_public=public)
    table = find(*given)[0].topics
    # Of the private theme's six posts four have "speech", each another "item".
    assert "item0" not in " ".join(table["words"])
    assert "speech" in table["words"].iloc[0]
    one = tables(units["text"], vectors, author="user 1", is_public=public)
    table = find(*one)[0].topics
    hidden = "(words of private people)"
    assert table[["label", "words"]].iloc[0].tolist() == [hidden, hidden]
    assert "private" not in " ".join(table["words"].iloc[1:])


def small(texts, rows=None, **changes):
    """Return both tables of a corpus that must have no topics."""
    rows = np.full((len(texts), 4), 60) if rows is None else rows
    found, placed = find(*tables(texts, rows), **changes)
    table = found.topics
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
    small(["hope", "free", "win"], np.eye(3) * 127, min_units=2, n_topics=9)
    assert caplog.messages == [
        "no topics: 3 different units with known words are fewer than "
        "topics.n_topics, 9"
    ]
    caplog.clear()
    small(["hope", "free", "win"], np.eye(3) * 127, min_units=2)
    assert caplog.messages == ["no topics: no two groups of 2 units or more"]


def test_the_reason_can_be_asked_for():
    def why(n_different, **changes):
        known = {key: SETTINGS[key] for key in SETTINGS if key != "show_private_text"}
        return Settings(**{**known, **changes}).why_none(n_different)

    assert why(20, n_topics="auto", min_units=20) is None
    assert "19 different units" in why(19, n_topics="auto", min_units=20)
    assert "topics.n_topics, 30" in why(29, n_topics=30, min_units=20)


def test_no_topic_has_a_single_unit():
    given = corpus(n_each=12, noise=0.8)
    table = find(*given, n_topics=12)[0].topics
    assert len(table) > 2
    assert table["n_units"].min() >= 2
    assert table["n_units"].is_monotonic_decreasing


def test_other_languages_and_hostile_texts_pass():
    units, _, vectors = corpus()
    texts = [
        *units["text"],
        "libertés d'expression",
        "\x00\x00",
        "<p>" * 1000,
        "a" * 10**6,
    ]
    rows = np.concatenate([vectors, vectors[:4]])
    table = find(*tables(texts, rows))[0].topics
    assert len(table) == 3


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
        find(*corpus(), **changes)


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
    found, placed = find(
        *tables(texts, rows), size=100, n_topics="auto", grid=[4, 9, 12], sample=600
    )
    made = [*found[:3], placed]
    content = "".join(table.to_csv(index=False) for table in made)
    with TemporaryDirectory() as folder:
        save_model(found, folder)
        content += "".join(
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(Path(folder).iterdir())
        )
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
