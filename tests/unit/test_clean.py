"""Cleaned texts against texts typed by hand, languages, and copies counted slowly."""

import hashlib
import unicodedata

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.clean import (
    clean,
    clean_text,
    language,
    language_identifier,
    limit_marks,
    mark_copies,
)
from lasthope.errors import UserError
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
LANGUAGES = ["en", "es", "de", "fr"]
SETTINGS = {"languages": LANGUAGES, "min_words": 4}


def documents(rows):
    """Return a table of documents of (doc_id, created_at, text)."""
    filler = {
        **{"source": "s", "kind": "post", "side": "users", "is_public": False},
        **{"is_complete": True, "created_precision": "day", "is_repost": False},
        **{"text_sha256": "0" * 64, "n_words": 0, "file_sha256": "0" * 64},
        "locator": "line 1",
    }
    table = pd.DataFrame(
        [
            {**filler, "doc_id": doc_id, "created_at": created_at, "text": text}
            for doc_id, created_at, text in rows
        ],
        columns=list(DOCUMENTS.columns),
    )
    table["created_at"] = pd.to_datetime(table["created_at"], utc=True).astype(
        "datetime64[us, UTC]"
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
    ("text", "expected"),
    [
        ("We are the worlds [sic] last hope for free speech", "en"),
        ("THEY WANT TO KEEP US FIGHTING", "en"),
        ("Wir lassen uns nicht den Mund verbieten", "de"),
        ("La libertad de expresión es un derecho", "es"),
        ("Ils ne gagneront jamais ce combat", "fr"),
        ("soft [sic] [sic] targets now", None),
        ("", None),
    ],
)
def test_language(text, expected):
    identifier = language_identifier(LANGUAGES)
    assert language(text, identifier, min_words=4) == expected


def test_language_of_one_candidate_and_of_others():
    text = "Wir lassen uns nicht den Mund verbieten"
    assert language(text, language_identifier(["en"]), min_words=4) == "en"
    reversed_order = language_identifier(LANGUAGES[::-1])
    assert language(text, reversed_order, min_words=4) == "de"


class Undecided:
    """Ranks two languages, apart by some probability, and recalls what it read."""

    def __init__(self, apart):
        self.apart = apart

    def rank(self, text):
        self.text = text
        return [("fr", 0.4999999 + self.apart), ("en", 0.4999999), ("de", 0.0)]


def test_language_is_told_without_editorial_insertions():
    identifier = Undecided(apart=0.1)
    language("the worlds [sic] hope", identifier, min_words=1)
    assert identifier.text.split() == ["the", "worlds", "hope"]


@pytest.mark.parametrize(("apart", "expected"), [(0, None), (1e-6, None), (0.01, "fr")])
def test_two_languages_equally_probable_are_none(apart, expected):
    assert language("a b c", Undecided(apart), min_words=1) == expected


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


def test_clean_row_by_row():
    table = documents(
        [
            ("c", "2021-01-08", "They  will NOT\u200b win, the worlds [sic] elite!"),
            ("a", None, "they will\n\nnot win, THE WORLDS elite!"),
            ("b", "2021-01-09", "they will not win, the worlds elite!"),
            ("d", "2021-01-09", "\u200b"),
            ("e", "2021-01-09", ""),
        ]
    )
    before = table.copy()
    result = check(clean(table, **SETTINGS), "documents")
    pd.testing.assert_frame_equal(table, before)
    assert result["doc_id"].tolist() == list("abcde")
    assert result["text"][2] == "They will NOT win, the worlds [sic] elite!"
    digest = hashlib.sha256(b"They will NOT win, the worlds [sic] elite!").hexdigest()
    assert result["text_sha256"][2] == digest
    assert result["n_words"].tolist() == [7, 7, 7, 0, 0]
    assert result["language"].fillna("").tolist() == ["en", "en", "en", "", ""]
    assert result["copy_of"].fillna("").tolist() == ["c", "c", "", "", ""]


def test_of_two_at_the_same_time_the_lower_id_is_first():
    table = documents(
        [("b", "2021-01-08", "So it is."), ("a", "2021-01-08", "So it is.")]
    )
    assert mark_copies(table)["copy_of"].fillna("").tolist() == ["a", ""]


def test_no_documents():
    assert check(clean(documents([]), **SETTINGS), "documents").empty


ROWS = st.lists(
    st.tuples(
        st.sampled_from([None, "2021-01-06", "2021-01-07", "2021-01-08"]),
        st.lists(st.sampled_from(["We", "we", " ", "[sic]", "ß", "ss", "\n"])).map(
            "".join
        ),
    ),
    max_size=8,
)


@given(ROWS, st.randoms())
@settings(deadline=None)
def test_copies_as_found_by_comparing_each_with_each(rows, random):
    said = [(f"d{n}", when, text) for n, (when, text) in enumerate(rows)]
    expected = {}
    for doc_id, _, text in said:
        key = text.replace("[sic]", " ").casefold().split()
        same = [
            (when or "9999", other)
            for other, when, others in said
            if others.replace("[sic]", " ").casefold().split() == key
        ]
        first = min(same)[1]
        expected[doc_id] = None if first == doc_id or not key else first
    random.shuffle(said)
    result = mark_copies(documents(said))
    found = result["copy_of"].astype(object).where(result["copy_of"].notna(), None)
    assert dict(zip(result["doc_id"], found, strict=True)) == expected


# Few, since each loads the language model twice.
@given(st.lists(MESSY, max_size=4))
@settings(deadline=None, max_examples=10)
def test_cleaning_documents_twice_is_cleaning_them_once(texts):
    table = documents([(f"d{n}", None, text) for n, text in enumerate(texts)])
    once = check(clean(table, **SETTINGS), "documents")
    assert len(once) == len(table)
    pd.testing.assert_frame_equal(check(clean(once, **SETTINGS), "documents"), once)
