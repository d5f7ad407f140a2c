"""Tests of lasthope.embed.known against the tokenizers library."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lasthope.embed import (
    LENGTH,
    StaticEncoder,
    content_words,
    known,
    load_embedding,
    with_length,
)
from lasthope.text import mask_editorial

SHIPPED = load_embedding(str(Path(__file__).parents[2] / "data/embedding"))
# What tokenizers, spaces and cases treat in ways of their own.
PIECES = [
    "The",
    "dogs'",
    "[sic]",
    "don’t",
    "İ",
    "ΟΔΟΣ",
    "\u0301",
    "中x",
    "🙂",
    "a\x1cb",
]
texts = st.lists(st.text(max_size=40) | st.lists(st.sampled_from(PIECES)).map(" ".join))


def slowly(text, *, drop_stop_words):
    """Tokenise the whole text and add one token after the other."""
    read = " ".join(content_words(text)) if drop_stop_words else mask_editorial(text)
    numbers = SHIPPED.tokenizer.encode(read, add_special_tokens=False).ids
    total = np.zeros((1, SHIPPED.rows.shape[1]), dtype=np.int64)
    for number in numbers:
        total += SHIPPED.rows[number]
    return with_length(total, LENGTH)[0].tolist()


@pytest.mark.parametrize("drop_stop_words", [True, False])
@given(texts)
@example(["a\x1fb  c\td\u2003e\nf", "x[SIC]y [sic", "Ⅷ ǅ ß ﬁ"])
def test_vectors_equal_those_of_whole_texts(drop_stop_words, texts):
    encoder = StaticEncoder(SHIPPED, drop_stop_words=drop_stop_words)
    expected = [slowly(text, drop_stop_words=drop_stop_words) for text in texts]
    assert encoder.encode(texts).tolist() == expected
    assert encoder.encode(texts[::-1]).tolist() == expected[::-1]


def test_what_is_forgotten_changes_nothing(monkeypatch):
    texts = ["hope for free speech", "speech is free", "hope"] * 3
    expected = StaticEncoder(SHIPPED, drop_stop_words=True).encode(texts).tolist()
    monkeypatch.setattr(known, "MOST_SUMS", 1)
    monkeypatch.setattr(known, "FIRST_SUMS", 1)
    encoder = StaticEncoder(SHIPPED, drop_stop_words=True)
    assert [encoder.encode([text])[0].tolist() for text in texts] == expected


def test_a_text_of_a_hundred_thousand_words_is_read_to_its_end():
    long = "hope " * 100_000 + "speech"
    encoder = StaticEncoder(SHIPPED, drop_stop_words=True)
    assert encoder.encode([long])[0].tolist() == slowly(long, drop_stop_words=True)
    assert encoder.n_words == 100_001


def test_words_in_pieces_and_unknown_ones_are_counted():
    encoder = StaticEncoder(SHIPPED, drop_stop_words=False)
    # "hope" is a token, "parlerites" falls into pieces, the emoji is unknown.
    encoder.encode(["hope parlerites 🙂", "hope"])
    assert (encoder.n_words, encoder.n_unknown) == (4, 2)
