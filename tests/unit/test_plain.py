"""Texts and Markdown, byte for byte."""

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.ingest import plain
from lasthope.ingest.reading import About, Bad, Dropped, Found

ABOUT = About("notes")
BOM = b"\xef\xbb\xbf"
FRONT = b"---\ntitle: A day\ntags:\n  - one\n- two\n# aside\n\n---\n"


def read(content, *, whole=False, encoding="utf-8"):
    return list(plain.read(io.BytesIO(content), ABOUT, whole=whole, encoding=encoding))


def found(content, **options):
    return [
        (item.locator, item.text, item.repairs) for item in read(content, **options)
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"One.\n\nTwo.", [("bytes 0-4", "One."), ("bytes 6-10", "Two.")]),
        (b"One.\r\n\r\nTwo.\r\n", [("bytes 0-4", "One."), ("bytes 8-12", "Two.")]),
        (b"\n\n One\n two. \n\t\n\n", [("bytes 3-12", "One\n two.")]),
        (b"a\r\nb\r\n", [("bytes 0-4", "a\r\nb")]),
        (BOM + b"One.", [("bytes 3-7", "One.")]),
        (
            b"# Head\nText.\n## Sub ##\n\nMore.\n#tag\n",
            [
                ("bytes 0-6", "# Head"),
                ("bytes 7-12", "Text."),
                ("bytes 13-22", "## Sub ##"),
                ("bytes 24-34", "More.\n#tag"),
            ],
        ),
        (b"    # no heading\nText.", [("bytes 4-22", "# no heading\nText.")]),
    ],
)
def test_paragraphs(content, expected):
    assert found(content) == [(*one, ()) for one in expected]


@pytest.mark.parametrize(
    ("content", "options", "expected"),
    [
        (b"One.\n\nTwo.\n", {}, ("bytes 0-10", "One.\n\nTwo.", ())),
        (BOM + b" \nOne.\n", {}, ("bytes 5-9", "One.", ())),
        (
            b"caf\xe9 \xed\xa0\x80",
            {},
            ("bytes 0-8", "caf\ufffd \ufffd\ufffd\ufffd", ("undecodable bytes",)),
        ),
        (b"caf\xe9", {"encoding": "latin-1"}, ("bytes 0-4", "café", ())),
        (b"\x93Go\x94", {"encoding": "windows-1252"}, ("bytes 0-4", "“Go”", ())),
        (BOM + "é".encode(), {"encoding": "latin-1"}, ("bytes 3-5", "é", ())),
        (b"\xff\xfeG\0o\0", {}, ("bytes 2-6", "Go", ())),
        (b"\xfe\xff\0G\0o", {}, ("bytes 2-6", "Go", ())),
        (b"G\0o\0", {"encoding": "utf-16"}, ("bytes 0-4", "Go", ())),
        (
            b"G\0\0\xd8",
            {"encoding": "utf-16"},
            ("bytes 0-4", "G\ufffd", ("undecodable bytes",)),
        ),
        (
            b"+2AA-",
            {"encoding": "utf-7"},
            ("bytes 0-5", "\ufffd", ("undecodable bytes",)),
        ),
        (b"eleven chars\0", {}, ("bytes 0-13", "eleven chars\0", ())),
    ],
)
def test_a_whole_file(content, options, expected):
    assert found(content, whole=True, **options) == [expected]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Bad("bytes 0-0", "empty file", b"")),
        (b"G\0o\0", Bad("bytes 0-4", "not a text in utf-8", b"G\0o\0")),
        (b"\0" * 50, Bad("bytes 0-50", "not a text in utf-8", b"\0" * 50)),
    ],
)
def test_what_is_no_text(content, expected, whole):
    assert read(content, whole=whole) == [expected]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("content", [b" \n\t\r\n", BOM, BOM + b"\n"])
def test_a_file_without_words_is_dropped(content, whole):
    (item,) = read(content, whole=whole)
    assert (type(item), item.reason) == (Dropped, "no text")


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", BOM])
def test_front_matter_is_dropped(whole, ends, mark):
    front = FRONT.replace(b"\n", ends)
    dropped, item = read(mark + front + b"Text.", whole=whole)
    end = len(mark) + len(front)
    assert dropped == Dropped(f"bytes {len(mark)}-{end}", "front matter")
    assert item == Found(f"bytes {end}-{end + 5}", "Text.")


@pytest.mark.parametrize(
    "content",
    [
        b"---\ntitle: A day\n\nNever closed.",
        b"---\nA line of prose\n---\nText.",
        b"--- \nx",
        b"Text.\n---\nkey: value\n---\n",
        b"----\nkey: value\n----\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(content):
    (item,) = read(content, whole=True)
    assert item.text == content.decode().rstrip("\n")


def test_utf_16_is_not_read_by_paragraphs():
    (item,) = read("One.\n\nTwo.".encode("utf-16"))
    assert item.reason == "utf-16-le is read as a whole only, not by paragraphs"
    assert item.locator == "bytes 0-22"


@pytest.mark.parametrize("encoding", ["rot13", "base64", "nonsense", "", "undefined"])
def test_an_encoding_that_is_none(encoding):
    with pytest.raises(UserError, match=r"'encoding' is '.*give one such as utf-8"):
        read(b"x", encoding=encoding)


def test_too_long_a_paragraph_does_not_hide_the_next(monkeypatch):
    monkeypatch.setattr(plain, "MOST_BYTES", 10)
    monkeypatch.setattr(plain, "CHUNK", 6)
    monkeypatch.setattr(plain, "MOST_FRONT_MATTER", 3)
    items = read(b"x" * 25 + b"\n\nGo.")
    assert [(type(item).__name__, item.locator) for item in items] == [
        ("Bad", "bytes 0-15"),
        ("Found", "bytes 15-25"),
        ("Found", "bytes 27-30"),
    ]
    (item,) = read(b"x" * 25, whole=True)
    assert (item.locator, item.reason) == ("bytes 0-25", "longer than 256 MiB")


def test_a_long_line_takes_little_time():
    assert len(read(b"ab " * 4_000_000)[0].text) == 11_999_999


MESSY = (
    st.lists(
        st.sampled_from(
            [
                b"a",
                b"#",
                b"# b",
                b"\n",
                b"\n\n",
                b"\r\n",
                b" ",
                b"\t",
                b"\0",
                b"\xff",
                b"---\n",
            ]
            + ["é".encode(), BOM, b"k: v\n", b"\xc3", b"\xed\xa0\x80", b"\x0b", b"\x1c"]
        )
    ).map(b"".join)
    | st.binary()
)


@given(MESSY, st.booleans(), st.sampled_from(["utf-8", "latin-1", "ascii"]))
@example(BOM + FRONT, True, "utf-8")
def test_every_byte_that_is_no_space_is_in_one_record(content, whole, encoding):
    options = {"whole": whole, "encoding": encoding}
    marks = (b"", b"\xff\xfe", b"\xfe\xff")
    covered = bytearray(content)
    last = 0
    for item in read(content, **options):
        start, end = map(int, item.locator.removeprefix("bytes ").split("-"))
        assert last <= start <= end <= len(content)
        last = end
        if "whole only" in getattr(item, "reason", ""):
            return
        here = plain.raw(io.BytesIO(content), item.locator, **options)
        assert here == content[start:end]
        if isinstance(item, Bad):
            assert item.content == here
        if isinstance(item, Found):
            code = "utf-8" if content.startswith(BOM) else encoding
            code = "utf-16" if content[:2] in marks else code
            if code != "utf-16":
                assert item.text == here.decode(code, "replace")
            item.text.encode("utf-8")
        covered[start:end] = b" " * (end - start)
    assert covered.removeprefix(BOM).strip(plain.BLANK) in (
        b"",
        b"\xff\xfe",
        b"\xfe\xff",
    )
