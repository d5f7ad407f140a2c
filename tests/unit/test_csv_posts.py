"""CSV files against Python's own reader, and damage against results typed by hand."""

import csv
import io
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.ingest import csv_posts, csv_records
from lasthope.ingest.reading import About, Bad, Dropped, Found, span_of

ABOUT = About("a-source")
OPTIONS = {
    **{"columns": {"text": "body"}, "delimiter": ",", "header": True},
    "encoding": "utf-8",
}
BARE = {**OPTIONS, "columns": {"id": 0, "text": 1}, "header": False}


def read(content, **options):
    """Return what is read of some bytes; check what holds of anything."""
    options = {**OPTIONS, **options}
    items = list(csv_posts.read(io.BytesIO(content), ABOUT, **options))
    spans = [span_of(item.locator) for item in items]
    # Nothing is left out between two records, nor after the last.
    assert all(a[1] == b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert not content or options["header"] or spans[-1][1] == len(content)
    for item in items:
        start, end = span_of(item.locator)
        stretch = csv_posts.raw(io.BytesIO(content), item.locator, **options)
        assert stretch == content[start:end]
        if isinstance(item, Bad):
            assert item.content == stretch
    return items


def brief(items):
    """Return of each item what matters: id and text, or the reason."""
    return [
        (item.native_id, item.text) if isinstance(item, Found) else item.reason
        for item in items
    ]


def test_every_field():
    content = (
        b'when,who,n,body,link,to,what\r\n2020-06-15 22:51:13 UTC,ann,7,"So, it\nis",'
        b"https://a.example/7,5,comment\r\n"
    )
    names = {"created_at": "when", "author": "who", "id": "n", "text": "body"}
    names |= {"url": "link", "replies_to": "to", "medium": 6}
    at = datetime(2020, 6, 15, 22, 51, 13, tzinfo=UTC)
    assert read(content, columns=names) == [
        Found(
            f"bytes 30-{len(content)}",
            "So, it\nis",
            native_id="7",
            author="ann",
            created_at=at,
            created_precision="second",
            replies_to="5",
            url="https://a.example/7",
            medium="comment",
        )
    ]


def test_places_of_records_of_several_lines():
    content = b'body,n\n"one\ntwo",1\n,2\n\n"a ""b""\r\nc",3'
    assert read(content, columns={"text": "body", "id": "n"}) == [
        Found("bytes 7-19", "one\ntwo", native_id="1"),
        Dropped("bytes 19-22", "no text"),
        Dropped("bytes 22-23", "empty line"),
        Found("bytes 23-37", 'a "b"\r\nc', native_id="3"),
    ]


@pytest.mark.parametrize(
    ("delimiter", "line"),
    [("\t", b"1\ta,b"), (";", b"1;a,b"), ("|", b"1|a,b"), ("^", b"1^a,b")],
)
def test_delimiters(delimiter, line):
    assert brief(read(line, **{**BARE, "delimiter": delimiter})) == [("1", "a,b")]


def test_without_header_the_first_record_is_one():
    assert brief(read(b"1,a\n2,b\n", **BARE)) == [("1", "a"), ("2", "b")]
    # Its first record is damaged: the second tells how many fields there are.
    content = b'1,"a"\n2,b,c\n3,d,e\n4,"x\n5,y,z\n'
    assert brief(read(b"0\n" + content[6:], **BARE)) == [
        "1 fields, fewer than the columns that are wanted",
        *(("2", "b"), ("3", "d"), "a quotation mark is never closed", ("5", "y")),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    content = "\ufeffbody\nDéjà\n".encode()
    assert read(content) == [Found("bytes 8-15", "Déjà")]
    assert brief(read(b"\xef\xbb\xbf1,a", **BARE)) == [("1", "a")]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "koi8-r"])
def test_encodings(encoding):
    text = "Так" if encoding == "koi8-r" else "Déjà"
    items = read(f"body\n{text}\n".encode(encoding), encoding=encoding)
    assert [item.text for item in items] == [text]


def test_undecodable_bytes_and_mojibake_are_told():
    cut, misread, both = read(
        b"body\na\xffb\ndon\xc3\xa2\xc2\x80\xc2\x99t\n\xff\xc3\xa2\xc2\x80\xc2\x99\n"
    )
    assert (cut.text, cut.repairs) == ("a\ufffdb", ("undecodable bytes",))
    assert (misread.text, misread.repairs) == ("don’t", ("mojibake",))
    assert (both.text, both.repairs) == ("\ufffd’", ("undecodable bytes", "mojibake"))


def test_html_is_made_text():
    assert brief(
        read(b"body\n<p>a &amp; b</p><p></p>\n<p></p>\n", columns={"html": "body"})
    ) == [
        (None, "a & b"),
        "no text",
    ]


DAMAGE = {
    "too many and too few": (
        b"1,a\n2,b,c\n3\n4,d\n",
        [("1", "a"), "3 fields instead of 2", "1 fields instead of 2", ("4", "d")],
    ),
    "mark inside a field": (
        b'1,5" nails\n2,"a"b"\n3,c\n',
        [("1", '5" nails'), ("2", 'ab"'), ("3", "c")],
    ),
    "never closed at the end": (
        b'1,a\n2,"b\n3,c\n4,d',
        [("1", "a"), "a quotation mark is never closed", ("3", "c"), ("4", "d")],
    ),
    "closed by the opening mark of another": (
        b'1,"a\n2,b\n3,"c"\n4,d\n',
        [
            "a quotation mark is closed in the middle of a later line",
            *(("2", "b"), ("3", "c"), ("4", "d")),
        ],
    ),
    "damage after a sound field of several lines": (
        b'"1\n1","a\n2,b\n3,"c"\n',
        [
            "a quotation mark is closed in the middle of a later line",
            *(("2", "b"), ("3", "c")),
        ],
    ),
    "never closed after a sound field of several lines": (
        b'"1\n1","a\n2,b\n',
        ["a quotation mark is never closed", ("2", "b")],
    ),
    "line ends of three kinds": (
        b'1,a\r2,b\r\n3,"c\r"\n\r4,d\r',
        [("1", "a"), ("2", "b"), ("3", "c\r"), "empty line", ("4", "d")],
    ),
    "NUL": (b"1,a\0b\n\0,\0\n", [("1", "a\0b"), ("\0", "\0")]),
    "an only mark": (b'"', ["a quotation mark is never closed"]),
    "spaces": (b"1,  \n", ["no text"]),
}


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 2**20])
def test_damage(name, chunk, monkeypatch):
    monkeypatch.setattr(csv_records, "CHUNK", chunk)
    content, expected = DAMAGE[name]
    assert brief(read(content, **BARE)) == expected


def test_an_empty_file_is_bad_and_one_with_only_a_header_has_no_records():
    assert read(b"") == [Bad("bytes 0-0", "empty file", b"")]
    assert read(b"body\n") == []


@pytest.mark.parametrize("chunk", [1, 5, 2**20])
def test_a_record_that_is_too_long_is_bad_and_reading_goes_on(chunk, monkeypatch):
    monkeypatch.setattr(csv_records, "CHUNK", chunk)
    monkeypatch.setattr(csv_records, "MAX_BYTES", 16)
    content = b"1,a\n2," + b"b" * 40 + b'\r\n3,c\n4,"d\n' + b"e" * 40 + b'"\n5,f\n'
    items = list(csv_posts.read(io.BytesIO(content), ABOUT, **BARE))
    assert brief(items) == [
        *(("1", "a"), "longer than 64 MiB", ("3", "c")),
        *("a quotation mark is never closed", "longer than 64 MiB", ("5", "f")),
    ]
    assert items[1] == Bad("bytes 4-48", "longer than 64 MiB", b"2," + b"b" * 14)


def test_a_field_longer_than_the_limit_of_the_csv_module():
    assert csv.field_size_limit() < 1_000_000
    (item,) = read(b'body\n"' + b"word \n" * 500_000 + b'"\n')
    assert len(item.text) == 3_000_000


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"columns": {"text": "bdoy"}}, r"columns.text is 'bdoy', .*perhaps 'body'"),
        ({"columns": {"text": "zzz"}}, r"which the header lacks; known are n, body"),
        ({"columns": {"text": 4}}, r"columns.text is 4, which the header lacks"),
        ({"columns": {"text": "same"}}, r"gives 2 times; give the column's number"),
        ({"columns": {"text": "body", "idd": "n"}}, r"columns.idd .* perhaps 'id'"),
        ({"columns": {"id": "n"}}, r"columns names no text"),
        ({"columns": {"text": "body", "html": "n"}}, r"and not both"),
        ({"columns": {"text": -1}}, r"counted from 0"),
        ({"header": False}, r"without a header columns have no names"),
        ({"delimiter": ""}, r"the delimiter is ''"),
        ({"delimiter": '"'}, r"one ASCII character"),
        ({"delimiter": "§"}, r"one ASCII character"),
        ({"encoding": "utf-16"}, r"the encoding is 'utf-16'; give utf-8"),
        ({"encoding": "shift_jis"}, r"convert other files to UTF-8"),
        ({"encoding": "cp037"}, r"convert other files to UTF-8"),
        ({"encoding": "no-such"}, r"convert other files to UTF-8"),
        ({"encoding": "base64"}, r"convert other files to UTF-8"),
    ],
)
def test_mistakes_are_told(options, message):
    with pytest.raises(UserError, match=message):
        read(b"n,body,same,same\n1,a,b,c\n", **options)


def test_a_header_that_is_none_is_told_without_showing_much_of_it():
    with pytest.raises(UserError) as raised:
        read(b"What a private post of somebody, at length\n" * 50)
    assert "post of somebody" not in str(raised.value)
    with pytest.raises(UserError, match="a quotation mark is never closed"):
        read(b'"body\na\n')


CELLS = st.text(st.sampled_from("ab é\"',;\n\r\t\0💥"), max_size=6)
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6)


@given(ROWS, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
@settings(deadline=None)
def test_what_the_csv_module_writes(rows, delimiter, end):
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL
    )
    writer.writerows(rows)
    items = read(stream.getvalue().encode(), **{**BARE, "delimiter": delimiter})
    found = [item for item in items if isinstance(item, Found)]
    assert [item.text for item in found] == [text for _, text in rows if text.strip()]
    assert len(items) == len(rows)


BYTES = st.lists(
    st.sampled_from(
        [b"a", b"b", b",", b'"', b'""', b"\n", b"\r\n", b"\r", b"\xff", b"\0"]
    )
).map(b"".join)


@given(BYTES | st.binary(max_size=30), st.integers(1, 5))
@example(b'"a\n\n"b', 1)
@settings(deadline=None)
def test_anything_is_read_as_the_csv_module_does_or_is_bad(content, chunk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_records, "CHUNK", chunk)
        cut = list(csv_records.records(io.BytesIO(content), delimiter=","))
    assert b"".join(record.content for record in cut) == content[_mark(content) :]
    assert cut == list(csv_records.records(io.BytesIO(content), delimiter=","))
    if not any(record.problem for record in cut):
        rows = [
            csv_records.fields(record.content.decode("latin-1"), delimiter=",")
            for record in cut
            if record.content.strip(b"\r\n")
        ]
        text = content[_mark(content) :].decode("latin-1")
        peer = csv.reader(io.StringIO(text, newline=""))
        assert rows == [row for row in peer if row]
    read(content, **BARE)


def _mark(content):
    return 3 if content.startswith(b"\xef\xbb\xbf") else 0


@pytest.mark.parametrize(
    "content",
    [
        *(b'"' * 2_000_000, b'""\n' * 100_000, b'"a\n' * 100_000, b'"a\n' * 100_001),
        *(b'"a""\n' * 100_000, b'x,"""\n' * 100_001, b"," * 2_000_000),
        *(b"\r" * 100_000, b'"' + b"a\n" * 100_000),
    ],
    ids=lambda content: repr(content[:6]),
)
def test_hostile_files_take_time_in_proportion(content):
    begun = time.process_time()
    cut = csv_records.records(io.BytesIO(content), delimiter=",")
    assert sum(len(record.content) for record in cut) == len(content)
    assert time.process_time() - begun < 5
