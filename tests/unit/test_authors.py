"""Which words may be shown, and in which order authors are counted."""

import pandas as pd
import pytest

from lasthope.authors import (
    FEWEST_PRIVATE_AUTHORS,
    FEWEST_PRIVATE_TEXTS,
    in_order_met,
    showable,
)


def posts(*, n, author=None, is_public=False, copy_of=None, kind="post", voice="own"):
    """Return n documents that say one word, and their units."""
    names = [author(number) if callable(author) else author for number in range(n)]
    documents = pd.DataFrame(
        {
            "doc_id": [f"d{number}" for number in range(n)],
            "kind": kind,
            "side": "users",
            "author": pd.Series(names, dtype="str"),
            "organisation": pd.Series([None] * n, dtype="str"),
            "is_public": is_public,
            "copy_of": pd.Series([None, *[copy_of] * (n - 1)], dtype="str"),
        }
    )
    units = documents[["doc_id"]].assign(text="harbour", voice=voice)
    return units, documents


def is_shown(**corpus):
    return showable(["harbour"], *posts(**corpus), str.split) == {"harbour"}


@pytest.mark.parametrize("n", [FEWEST_PRIVATE_AUTHORS - 1, FEWEST_PRIVATE_AUTHORS])
def test_a_word_of_enough_named_private_people_is_shown(n):
    assert is_shown(n=n, author="p-{}".format) == (n == FEWEST_PRIVATE_AUTHORS)
    assert not is_shown(n=n, author="p-1")


@pytest.mark.parametrize("n", [FEWEST_PRIVATE_TEXTS - 1, FEWEST_PRIVATE_TEXTS])
def test_without_authors_different_texts_are_counted(n):
    assert is_shown(n=n) == (n == FEWEST_PRIVATE_TEXTS)
    assert not is_shown(n=n, copy_of="d0")


def test_public_words_are_shown_but_not_those_a_post_quotes():
    assert is_shown(n=1, is_public=True, author="A. Senator")
    assert not is_shown(n=1, is_public=True, author="A. Senator", voice="quoted")
    quoted = {"voice": "quoted", "kind": "statement"}
    assert is_shown(n=1, is_public=True, author="A. Senator", **quoted)


def test_authors_are_numbered_as_they_are_met():
    sides = pd.Series(["b", "a", "b", "a"])
    authors = pd.Series(["z", "z", "y", "z"])
    assert in_order_met(sides, authors).tolist() == [0, 1, 2, 1]
