"""Cleaned texts against texts typed by hand, masks, languages, and what must hold."""

import hashlib
import re
import unicodedata

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.clean import (
    clean,
    clean_parts,
    clean_text,
    limit_marks,
)
from lasthope.errors import UserError
from lasthope.people import mask
from lasthope.schemas import DOCUMENTS
from lasthope.tables import check

TEXTS = [
    ("", ""),
    (" \t\n\r\n\u00a0\u200b", ""),
    ("They will NOT win!", "They will NOT win!"),
    ("the worlds [sic] last hope", "the worlds [sic] last hope"),
    ("  two \t\u00a0\u2009 words ", "two words"),
    (
        "one\r\ntwo\rthree\x0bfour\x0cfive\x85six\u2028seven",
        "one\ntwo\nthree\nfour\nfive\nsix\nseven",
    ),
    ("one\u2029two", "one\n\ntwo"),
    ("one \n \n\t\n\n two", "one\n\ntwo"),
    ("cafe\u0301 Gro\u0308\u00dfe", "caf\u00e9 Gr\u00f6\u00dfe"),
    ("e\u200b\u0301", "\u00e9"),
    ("fr\u00adee\0 sp\u200be\u2060ech\ufeff", "free speech"),
    ("\u202eabc\u202c \u2066d\u2069 \u200fe\u200e", "abc d e"),
    ("\x07a\x1bb\x7fc\x9d", "abc"),
    ("no\u200djoin", "nojoin"),
    (
        "👩\u200d💻 ❤\ufe0f\u200d🔥 👨🏽\u200d⚖\ufe0f",
        "👩\u200d💻 ❤\ufe0f\u200d🔥 👨🏽\u200d⚖\ufe0f",
    ),
    ("👩\u200d \u200d💻 👩\u200d\u200d💻", "👩 💻 👩💻"),
    (
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ),
    ("a\U000e0067\U000e007f 🏴\U000e0067", "a 🏴"),
    ("<b>&amp; “it’s”</b>", "<b>&amp; “it’s”</b>"),
]
PARTS = [
    *(
        "a",
        "É",
        "e",
        "\u0301",
        "\u0327",
        "\u0344",
        "ß",
        "İ",
        "한",
        "👩",
        "❤",
        "🏴",
        " ",
    ),
    *("\u200d", "\ufe0f", "\u200b", "\ufeff", "\0", "\x1c", "\t", "\u00a0", "\n", "\r"),
    *("\x85", "\u2028", "\u2029", "\U000e0067", "\U000e007f", "\u00ad", "[sic]", "🏽"),
]
MESSY = st.lists(st.sampled_from(PARTS)).map("".join) | st.text()
TRACES = ["@", "somebody", ".org", "https://", "/", "+1 202 555 0100", "[name]"]
TRACED = st.lists(st.sampled_from([*PARTS, *TRACES])).map("".join)
LANGUAGES = ("en", "es", "de", "fr")
SETTINGS = {"languages": LANGUAGES, "min_words": 4}


def documents(rows):
    """Return a table of documents of (doc_id, text, quoted_from, is_public)."""
    filler = {
        **{"source": "s", "kind": "post", "side": "users", "created_at": pd.NaT},
        **{"is_complete": True, "created_precision": "unknown", "is_repost": False},
        **{"text_sha256": "0" * 64, "n_words": None, "file_sha256": "0" * 64},
        **{"locator": "line 1", "weight": 1.0},
    }
    told = ("doc_id", "text", "quoted_from", "is_public")
    table = pd.DataFrame(
        [filler | dict(zip(told, row, strict=True)) for row in rows],
        columns=list(DOCUMENTS.columns),
    )
    return check(table, "documents")


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_clean_text(text, expected):
    assert clean_text(text) == expected


@given(MESSY)
@example("a" + "\u0344" * 31)
@example("👩\u200b\u200d💻")
def test_cleaning_twice_is_cleaning_once(text):
    once = clean_text(text)
    assert clean_text(once) == once


@given(MESSY)
def test_what_a_cleaned_text_never_holds(text):
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip(" \n")
    for unwanted in ("  ", " \n", "\n ", "\n\n\n"):
        assert unwanted not in cleaned
    categories = {unicodedata.category(c) for c in cleaned if c != "\n"}
    assert not categories & {"Cc", "Zl", "Zp"}
    assert not set(cleaned) & set("\u00ad\u200b\u200c\u200e\u202e\u2060\ufeff\t\u00a0")


@given(st.text(st.characters(max_codepoint=0x24F, categories=["L", "N", "P", "S"])))
def test_what_is_seen_is_kept(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_marks_in_a_row_are_limited():
    assert limit_marks("e" + "\u0301" * 29) == "e" + "\u0301" * 29
    assert (
        limit_marks("e" + "\u0301" * 40 + "a\u0327") == "e" + "\u0301" * 30 + "a\u0327"
    )
    assert len(clean_text("e" + "\u0301\u0327" * 100_000)) == 30


@pytest.mark.parametrize(
    "part", ["a", " ", "\n", "\r\n \n", "\u200d", "👩\u200d", "\0"]
)
def test_a_text_of_300_000_characters_is_no_trouble(part):
    assert len(clean_text(part * (300_000 // len(part)))) <= 300_000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"languages": ["en", "xx"]}, "clean.languages: 'xx'"),
        ({"languages": []}, "clean.languages is empty"),
        ({"min_words": 0}, "clean.min_words is 0"),
    ],
)
def test_mistakes_are_told(change, message):
    with pytest.raises(UserError, match=message):
        clean(documents([]), **{**SETTINGS, **change})


# A text, from where on it is another's, whether its author may be named; then what it
# is when cleaned, and from where on it is another's.
CLEANED = [
    ("", None, False, "", None),
    ("I  ask @somebody", None, True, "I ask @somebody", None),
    ("I  ask @somebody", None, False, "I ask [name]", None),
    ("I ask @some\u200bbody", None, False, "I ask [name]", None),
    ("see https://example.org/a.", None, False, "see [link].", None),
    ("see https://example.org/a.", None, True, "see https://example.org/a.", None),
    # Whoever is quoted is private, whoever quotes.
    ("I, @me: RT @them: no", 8, True, "I, @me:\n\nRT [name]: no", 9),
    ("I, @me: RT @them: no", 8, False, "I, [name]:\n\nRT [name]: no", 12),
    ("@me said so", 0, True, "[name] said so", 0),
    (" \n @me said so", 3, True, "[name] said so", 0),
    ("So I say \u200b", 9, True, "So I say", None),
    ("So I say", 8, True, "So I say", None),
    ("\u200b ", 1, False, "", None),
    # What stands between the two is an empty line, whatever it was.
    ("One\n \n\nTwo", 3, True, "One\n\nTwo", 5),
    ("OneTwo", 3, True, "One\n\nTwo", 5),
    # Letters and accents do not join over it.
    ("cafe\u0301", 4, True, "cafe\n\n\u0301", 6),
]


@pytest.mark.parametrize(
    ("text", "quoted_from", "is_public", "expected", "expected_from"), CLEANED
)
def test_clean_parts(text, quoted_from, is_public, expected, expected_from):
    found = clean_parts(text, quoted_from, is_public=is_public)
    assert found == (expected, expected_from)


@pytest.mark.parametrize("nothing", [None, pd.NA, float("nan")])
def test_nothing_is_quoted_where_nothing_is_said_to_be(nothing):
    assert clean_parts("a @b", nothing, is_public=True) == ("a @b", None)


@given(MESSY | TRACED, MESSY | TRACED, st.booleans())
def test_each_part_is_cleaned_for_itself(own, theirs, is_public):
    found, place = clean_parts(own + theirs, len(own), is_public=is_public)
    alone, _ = clean_parts(own, None, is_public=is_public)
    masked, _ = clean_parts(theirs, None, is_public=False)
    assert (place is None) == (masked == "")
    if masked:
        assert (found[:place].rstrip("\n"), found[place:]) == (alone, masked)
    else:
        assert found == alone
    assert clean_parts(found, place, is_public=is_public) == (found, place)


@given(TRACED)
def test_no_trace_of_a_private_person_is_left(text):
    cleaned, _ = clean_parts(text, None, is_public=False)
    assert cleaned == clean_text(mask(cleaned))
    assert not re.search(r"@\w", cleaned)
    assert "https://" not in cleaned
    public, _ = clean_parts(text, None, is_public=True)
    assert public == clean_text(text)


def test_clean_row_by_row():
    table = documents(
        [
            ("c", "They  will NOT\u200b win, the worlds [sic] elite!", None, True),
            ("a", "they will\n\nnot win,  @somebody!", None, False),
            ("b", "Wir lassen uns nicht; @they will not win", 22, True),
            ("e", "\u200b", None, False),
            ("d", "", 0, False),
        ]
    )
    before = table.copy()
    result = check(clean(table, **SETTINGS), "documents")
    pd.testing.assert_frame_equal(table, before)
    assert result["doc_id"].tolist() == list("cabed")
    assert result["text"].tolist() == [
        "They will NOT win, the worlds [sic] elite!",
        "they will\n\nnot win, [name]!",
        "Wir lassen uns nicht;\n\n[name] will not win",
        "",
        "",
    ]
    digest = hashlib.sha256(b"They will NOT win, the worlds [sic] elite!").hexdigest()
    assert result["text_sha256"][0] == digest
    # Without what an editor or a mask put in.
    assert result["n_words"].tolist() == [7, 4, 7, 0, 0]
    assert result["language"].fillna("").tolist() == ["en", "en", "de", "", ""]
    assert result["quoted_from"].fillna(-1).tolist() == [-1, -1, 23, -1, -1]
    made_anew = ["text", "text_sha256", "n_words", "language", "quoted_from"]
    pd.testing.assert_frame_equal(
        result.drop(columns=made_anew), table.drop(columns=made_anew)
    )


@pytest.mark.parametrize(
    ("kind", "is_public", "expected"),
    [
        ("statement", True, "We thank @somebody"),
        ("article", True, "We thank @somebody"),
        ("statement", False, "We thank [name]"),
        # Public figures name private people, too.
        ("post", True, "We thank [name]"),
        ("post", False, "We thank [name]"),
    ],
)
def test_where_names_may_stand(kind, is_public, expected):
    table = documents([("a", "We thank @somebody", None, is_public)])
    found = clean(table.assign(kind=kind), **SETTINGS)
    assert found["text"].tolist() == [expected]


def test_no_documents():
    assert check(clean(documents([]), **SETTINGS), "documents").empty


# Few, since the language of each is told.
@given(
    st.lists(
        st.tuples(MESSY | TRACED, st.none() | MESSY | TRACED, st.booleans()),
        min_size=1,
        max_size=4,
    )
)
@settings(deadline=None, max_examples=20)
def test_documents_are_cleaned_one_by_one_and_twice_is_once(rows):
    table = documents(
        [
            (f"d{n}", own + (theirs or ""), None if theirs is None else len(own), named)
            for n, (own, theirs, named) in enumerate(rows)
        ]
    ).iloc[::-1]
    once = check(clean(table, **SETTINGS), "documents")
    assert once["doc_id"].tolist() == table["doc_id"].tolist()
    pd.testing.assert_frame_equal(check(clean(once, **SETTINGS), "documents"), once)
    alone = [clean(table.iloc[[row]], **SETTINGS) for row in range(len(table))]
    pd.testing.assert_frame_equal(check(pd.concat(alone), "documents"), once)
