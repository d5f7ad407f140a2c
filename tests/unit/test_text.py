"""Tests of lasthope.text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.text import mask_editorial, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We are the worlds [sic] last hope",
            ["we", "are", "the", "worlds", "last", "hope"],
        ),
        ("U.S. at 11:59PM", ["u", "s", "at", "11", "59pm"]),
        ("#FreeSpeech @parler", ["freespeech", "parler"]),
        ("it’s 'freedom'", ["it's", "freedom"]),
        ("Größe, café", ["größe", "café"]),
        ("[SIC!] — …", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


@given(st.lists(st.sampled_from(["[sic]", "[Sic!]", "word", " ", "\n", "é", "["])))
def test_masking_keeps_every_offset(parts):
    text = "".join(parts)
    masked = mask_editorial(text)
    assert len(masked) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, masked, strict=True))
    assert "sic]" not in masked.lower()
