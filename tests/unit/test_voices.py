"""Whose the words of tweets are, against what was typed by hand."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.ingest.voices import Words, joined, words_of

VOICES = [
    ("", None, None, False),
    ("We stay.", None, None, False),
    ("RT @ann: We stay.", 0, "ann", True),
    ("RT @ann We stay.", 0, "ann", True),
    (' "RT @ann: We ""stay""."', 0, "ann", True),
    ("RT @ann: RT @bob: We stay.", 0, "ann", True),
    ("RT @ann: So! QT @bob We stay.", 0, "ann", True),
    ("Great! RT @ann: We stay.", 7, "ann", False),
    ("Great! MT @ann: We stay.", 7, "ann", False),
    ('Great! RT "@ann: We stay."', 7, "ann", False),
    (".@bob @cy RT @ann We stay.", 10, "ann", False),
    ("https://a.example/1 RT @ann We stay.", 20, "ann", False),
    ("Please RT @ann to help.", None, None, False),
    ("Please RT @ann to help. RT @bob: We stay.", 24, "bob", False),
    ("#RT @ann, START @ann: and ART @ann: are none", None, None, False),
    ("Thanks for the RT. @ann: We stay.", None, None, False),
    ('"@ann: We stay."', 0, "ann", True),
    ("“@ann: We stay.”", 0, "ann", True),
    ('"@ann We stay."', 0, "ann", True),
    ('".@ann: We stay." !!!', 0, "ann", True),
    ('"@ann: He said "we stay" twice"', 0, "ann", True),
    ('"@ann: “@bob: We stay.”"', 0, "ann", True),
    ('"@ann: “@bob: We stay.”', 0, "ann", True),
    ('"@ann: We stay." Thank you!', None, None, False),
    ('"@ann: We said "no" and "never"" Thank you!', None, None, False),
    ('"@ann: We stay." https://a.example/1', None, None, False),
    ('"@ann: We stay. Thank you!', 0, "ann", False),
    ('"@ann: We stay.\n\nAnd more', 0, "ann", False),
    ('"We stay," said @ann', None, None, False),
    ("@ann: We stay.", None, None, False),
]


@pytest.mark.parametrize(("text", "start", "author", "is_repost"), VOICES)
def test_whose_words(text, start, author, is_repost):
    assert words_of(text) == Words(text, is_repost, start, author)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Never! QT @ann We stay.", Words("Never!\n\nWe stay.", False, 8, "ann")),
        ("Never!  QT @ann: We\nstay.", Words("Never!\n\nWe\nstay.", False, 8, "ann")),
        ("QT @ann We stay.", Words("We stay.", True, 0, "ann")),
        ("Never! QT @ann ", Words("Never!")),
        (
            "So. RT @bob: No. QT @ann We.",
            Words("So. RT @bob: No.\n\nWe.", False, 4, "bob"),
        ),
        (
            "One QT @ann two QT @bob three",
            Words("One\n\ntwo QT @bob three", False, 5, "ann"),
        ),
    ],
)
def test_what_was_appended(text, expected):
    assert words_of(text) == expected


@given(
    st.lists(
        st.sampled_from(["RT @a", ": ", '"', "“", "@b", " QT @c ", " so ", "\n\n", "”"])
    )
)
def test_the_place_is_in_the_text_and_a_repost_is_all_of_it(parts):
    words = words_of("".join(parts))
    assert words.quoted_from is None or 0 <= words.quoted_from <= len(words.text)
    assert not words.is_repost or words.quoted_from == 0
    assert (words.quoted_author is None) == (words.quoted_from is None)
    # Nothing is left out but one name after QT.
    whole = "".join(parts)
    without = [
        whole[: name.start()] + whole[name.end() :]
        for name in re.finditer("QT @c:?", whole)
    ]
    kept = "".join(words.text.split())
    assert kept in ["".join(text.split()) for text in [whole, *without]]


@pytest.mark.parametrize(
    "part",
    [" RT @a", '"@a', "QT @a ", " ", "“", ' "a" ', "@", "RT: “@a: ", "…", "(cont) "],
)
def test_long_tweets_take_time_in_proportion(part):
    begun = time.process_time()
    words_of('"@a' + part * 50_000)
    words_of("a" + part * 50_000)
    assert time.process_time() - begun < 5


def test_joining_nothing():
    assert joined(Words("We stay."), "  ", "ann") == Words("We stay.")
