"""How evenly authors use words, against the definition and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from compared import SETTINGS, corpus, row, small_corpus
from drawn import comparison, draw, overlaps, texts_of, word
from lasthope.compare import compare
from lasthope.dispersion import dispersion

TABLES = st.integers(1, 5).flatmap(
    lambda n_words: st.lists(
        st.lists(st.integers(0, 9), min_size=n_words, max_size=n_words),
        min_size=1,
        max_size=6,
    )
)


@given(TABLES)
def test_the_deviation_of_proportions_by_its_definition(rows):
    counts = np.array(rows, np.int64)
    listed = np.arange(counts.shape[1])[::-1]
    found = dispersion(csr_array(counts), listed)
    sizes = counts.sum(axis=1)
    for place, column in enumerate(listed):
        uses = counts[:, column]
        assert found.n_authors[place] == sum(use > 0 for use in uses)
        if uses.sum() == 0 or sum(size > 0 for size in sizes) < 2:
            assert np.isnan(found.deviation[place])
            continue
        gaps = [
            abs(use / uses.sum() - size / sizes.sum())
            for use, size in zip(uses, sizes, strict=True)
        ]
        assert found.deviation[place] == pytest.approx(sum(gaps) / 2)


def posts(side, *texts):
    """A post by another author each."""
    return [(f"{side}{n}", side, f"{side}-{n}", text) for n, text in enumerate(texts)]


def test_a_word_of_one_speaker_is_told_from_one_of_all():
    said = [
        *posts("platform", "free free free hope", "free we we we", "we we we we"),
        *posts("provider", "terms free", "terms hope"),
    ]
    tables = corpus(
        [(doc, "post", side, None, who, 1) for doc, side, who, _ in said],
        [(f"{doc}:0000", doc, "own", text) for doc, _, _, text in said],
        [],
        {},
        [],
    )
    result = compare(**tables, **SETTINGS)
    free = row(result, "log_odds", "word", "free")
    # Three of four uses by the first, who speaks a third of the words: 3/4 - 1/3.
    assert (free["n_authors_with_a"], free["n_authors_with_b"]) == (2, 1)
    assert free["dispersion_a"] == pytest.approx(3 / 4 - 1 / 3, abs=1e-6)
    assert free["dispersion_b"] == 0.5
    terms = row(result, "log_odds", "word", "terms")
    assert (terms["n_authors_with_a"], terms["n_authors_with_b"]) == (0, 2)
    assert np.isnan(terms["dispersion_a"])
    assert terms["dispersion_b"] == 0
    others = result[result["measure"].ne("log_odds")]
    assert others[["n_authors_with_a", "dispersion_a"]].isna().all(axis=None)


def test_of_those_who_are_not_named_nothing_is_told():
    tables = small_corpus()
    documents = tables["documents"]
    tables["documents"] = documents.assign(
        organisation=documents["organisation"].where(documents["side"].eq("platform")),
        author=None,
    ).astype({"organisation": "str", "author": "str"})
    result = compare(**tables, **SETTINGS)
    hate = row(result, "log_odds", "word", "hate")
    assert (hate["count_b"], hate["n_authors_with_b"]) == (1, 0)
    assert np.isnan(hate["dispersion_b"])


def test_speakers_stand_beside_uses_where_there_are_several():
    several = {"n_authors_a": 30, "n_authors_b": 0, "n_authors_with_a": 7}
    rows = [word("free", 0.5, a=12, b=3) | several, word("terms", -0.7) | several]
    drawing = draw("words", comparison=comparison(rows))
    told = [text.get_text() for text in texts_of(drawing.figure)]
    # Of the provider nobody is named.
    assert "12 (7) : 3" in told
    assert "At the right: uses (speakers) by platform : provider" in told
    assert "deviation of proportions" in drawing.caption
    assert overlaps(drawing.figure) == []
    one = draw("words", comparison=comparison([word("free", 0.5, a=12, b=3)]))
    assert "12 : 3" in [text.get_text() for text in texts_of(one.figure)]
    assert "deviation" not in one.caption
