"""Features are those of scikit-learn, in whole numbers, whatever stands beside them."""

from math import log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.classifier.features import PART, UNIT, Features, learn
from lasthope.classifier.groups import apart, grouped
from lasthope.classifier.ngrams import vectorizers
from lasthope.classifier.style import FARTHEST, STYLE, style
from lasthope.embed import StaticEncoder, load_embedding
from lasthope.errors import UserError
from taught import corpus, everything

ROOT = Path(__file__).parents[2]
_, UNITS, _ = corpus()
TEXTS = UNITS["text"].tolist()
RULES = ("one", "other")


@pytest.fixture(scope="module")
def embedding():
    return load_embedding(str(ROOT / "data/embedding"))


@pytest.fixture(scope="module")
def features(embedding):
    return Features(learn(TEXTS, RULES, everything), embedding)


def flags(texts):
    return np.array([[bool(n % 2), bool(n % 3)] for n in range(len(texts))])


def test_ngrams_weigh_what_scikit_learn_says(features):
    made = features.matrix(TEXTS, flags(TEXTS)).toarray() / UNIT
    by_peer = [one.fit(TEXTS) for one in vectorizers()]
    start = 0
    for peer in by_peer:
        columns = [peer.vocabulary_[name] for name in sorted(peer.vocabulary_)]
        expected = peer.transform(TEXTS).toarray()[:, columns]
        found = made[:, start : start + len(columns)]
        # Frequencies are rounded to parts of PART, so weights to about as much.
        assert np.abs(found - expected).max() < 1 / PART
        start += len(columns)


def test_the_other_blocks_stand_behind(features, embedding):
    found = flags(TEXTS)
    made = features.matrix(TEXTS, found).toarray()
    assert made.shape == (len(TEXTS), features.n)
    assert (made[:, -2:] == found * UNIT).all()
    of_style = style(TEXTS)
    spread = of_style.std(axis=0)
    spread[spread == 0] = 1
    expected = STYLE * np.clip((of_style - of_style.mean(axis=0)) / spread, -3, 3)
    n_style = of_style.shape[1]
    assert FARTHEST == 3
    assert np.abs(made[:, -2 - n_style : -2] / UNIT - expected).max() < 1 / UNIT
    encoder = StaticEncoder(embedding, drop_stop_words=False)
    vectors = encoder.encode([text.lower() for text in TEXTS]).astype(int)
    width = vectors.shape[1]
    assert (made[:, -2 - n_style - width : -2 - n_style] == 32 * vectors).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6), st.randoms())
def test_a_row_is_the_same_whatever_stands_beside_it(features, texts, random):
    found = flags(texts)
    together = features.matrix(texts, found).toarray()
    assert (together == np.rint(together)).all()
    order = list(range(len(texts)))
    random.shuffle(order)
    for place in order:
        alone = features.matrix([texts[place]], found[place : place + 1]).toarray()
        assert (alone[0] == together[place]).all()


def test_ngrams_that_may_not_be_shown_are_not_kept(embedding):
    learned = learn(TEXTS, RULES, lambda ngrams, _: {"museum", " ha"} & set(ngrams))
    assert learned.ngrams == (("museum",), (" ha",))
    n_with = sum("museum" in text for text in TEXTS)
    rarity = log((1 + len(TEXTS)) / (1 + n_with)) + 1
    assert learned.rarities[0] == round(rarity * PART)
    made = Features(learned, embedding).matrix(["A museum.", ""], flags("ab"))
    assert made.toarray()[:, 0].tolist() == [UNIT, 0]


def test_nothing_at_all_may_be_kept(embedding):
    learned = learn(TEXTS, RULES, lambda *_: set())
    features = Features(learned, embedding)
    assert features.matrix(TEXTS[:3], flags("abc")).shape == (3, features.n)


@pytest.mark.parametrize("texts", ["abcdefghijk", [""] * 11], ids=["apart", "empty"])
def test_texts_without_a_word_in_common_are_told(texts):
    with pytest.raises(UserError, match="^of 11 coded units too few have words in com"):
        learn([one * 9 for one in texts], RULES, everything)


def documents(**columns):
    usual = {"kind": "post", "author": None, "organisation": None, "copy_of": None}
    return pd.DataFrame(usual | columns).astype(
        {name: "str" for name in ("author", "organisation", "copy_of")}
    )


def test_units_of_one_author_and_of_copies_by_nobody_are_one_group():
    table = documents(
        doc_id=list("abcdef"),
        author=["x", "x", None, None, None, "y"],
        copy_of=[None, None, None, "c", None, "a"],
    )
    units = pd.DataFrame(
        {"doc_id": list("aabcdef"), "text": ["Hope.", *"pqrstu"]},
    )
    groups = grouped(units, table)
    # x, x, x, nobody's c and its copy, nobody's e, y.
    assert groups.authors.tolist() == [0, 0, 0, 1, 1, 2, 3]
    # f is a near copy of a.
    assert groups.alike[:, 0].tolist() == [0, 0, 1, 2, 2, 3, 0]


def test_statements_are_their_organisations():
    table = documents(
        doc_id=["a", "b"], author=["x", "y"], organisation=["O", "O"], kind="statement"
    )
    units = pd.DataFrame({"doc_id": ["a", "b"], "text": ["p", "q"]})
    assert grouped(units, table).authors.tolist() == [0, 0]


@given(st.integers(0, 2**32), st.integers(5, 30))
@settings(max_examples=30, deadline=None)
def test_nothing_that_is_taught_with_is_like_what_is_held_out(seed, n_authors):
    rng = np.random.default_rng(seed)
    doc_ids = [f"d{n}" for n in range(2 * n_authors)]
    table = documents(
        doc_id=doc_ids,
        author=[f"a{n % n_authors}" for n in range(2 * n_authors)],
        copy_of=[
            doc_ids[int(rng.integers(n))] if n and rng.random() < 0.2 else None
            for n in range(2 * n_authors)
        ],
    )
    # Copies are told by the first, which is no copy itself.
    firsts = set(table["copy_of"].dropna())
    table["copy_of"] = table["copy_of"].where(~table["doc_id"].isin(firsts))
    units = pd.DataFrame(
        {
            "doc_id": rng.choice(doc_ids, 60),
            "text": [f"Word{n}" for n in rng.integers(0, 40, 60)],
        }
    )
    author = dict(zip(table["doc_id"], table["author"], strict=True))
    first = dict(zip(table["doc_id"], table["copy_of"], strict=True))
    seen = []
    try:
        parts = apart(grouped(units, table))
    except ValueError:
        assert units["doc_id"].map(author).nunique() < 5
        return
    for taught, unseen in parts:
        seen += unseen.tolist()
        for told in ("author", "first", "text"):
            sets = []
            for places in (taught, unseen):
                rows = units.iloc[places]
                ids = rows["doc_id"]
                copied = [f if isinstance(f := first[d], str) else d for d in ids]
                sets.append(
                    {
                        "author": set(ids.map(author)),
                        "first": set(copied),
                        "text": set(rows["text"]),
                    }[told]
                )
            assert not sets[0] & sets[1]
    assert sorted(seen) == list(range(60))
