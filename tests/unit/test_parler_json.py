"""The Parler dump: records typed by hand, and lines read again one by one, slowly."""

import html
import io
import json
from contextlib import contextmanager
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.ingest import lines, parler_json
from lasthope.ingest.entities import is_blank, with_entities_decoded
from lasthope.ingest.parler_json import raw, read
from lasthope.ingest.reading import About
from lasthope.ingest.stamps import moments

ABOUT = About("parler")
DEEP = b'{"body":"a","media":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@contextmanager
def sizes(*, chunk=lines.CHUNK_BYTES, block=parler_json.BLOCK_BYTES, line=None):
    """Read with other sizes of chunks, blocks and longest lines."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "CHUNK_BYTES", chunk)
        patch.setattr(parler_json, "BLOCK_BYTES", block)
        patch.setattr(lines, "MAX_LINE_BYTES", line or lines.MAX_LINE_BYTES)
        yield


def all_of(content):
    """Return found rows, bad records and drops of a file, and check that they add up.

    Every line that is not blank is a record, and every locator leads to its line.
    """
    file = io.BytesIO(content)
    found, bad, dropped = [], [], {}
    for block in read(file, ABOUT):
        found += block.found.to_pylist()
        bad += block.bad
        for reason, n in block.dropped.items():
            dropped[reason] = dropped.get(reason, 0) + n
    records = [
        line.removesuffix(b"\r")
        for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        if line.strip()
    ]
    assert len(found) + len(bad) + sum(dropped.values()) == len(records)
    for row in found:
        assert raw(file, row["locator"]) in records
    for record in bad:
        assert raw(file, record.locator) == record.content
    return found, bad, dropped


def one(line):
    """Return the only row found on a line."""
    (row,) = all_of(line)[0]
    return row


def encoded(**values):
    return json.dumps(values).encode()


def test_a_post_a_comment_and_an_echo_row_by_row():
    content = b"\n".join(
        [
            encoded(
                id="a1",
                body="The library opens at 9.",
                createdAt="20200615225113",
                username="Bookworm",
                creator="c1",
                datatype="posts",
                parent="",
                conversation="v1",
                upvotes="12",
                urls=[{"long": "https://example.org", "metadata": {"length": "3"}}],
            ),
            encoded(
                id="a2",
                body="Tea &amp; cake",
                createdAt="20100101000000",
                username="",
                creator="c2",
                datatype="comments",
                parent="a1",
                conversation="v1",
            ),
            encoded(id="a3", body="Look", datatype="posts", parent="a1"),
            encoded(id="a4", body="I see", datatype="comments", conversation="a1"),
        ]
    )
    table = next(read(io.BytesIO(content), ABOUT)).found
    assert set(table.column_names) == {
        *("locator", "text", "native_id", "author", "created_at", "created_precision"),
        *("replies_to", "echo_of", "medium", "repairs"),
    }
    rows = table.to_pylist()
    ends = [n for n, byte in enumerate(content + b"\n") if byte == ord("\n")]
    assert [row.pop("locator") for row in rows] == [
        f"bytes 0-{ends[0]}",
        f"bytes {ends[0] + 1}-{ends[1]}",
        f"bytes {ends[1] + 1}-{ends[2]}",
        f"bytes {ends[2] + 1}-{ends[3]}",
    ]
    blank = dict.fromkeys(
        ["author", "created_at", "replies_to", "echo_of", "repairs"], None
    )
    assert rows == [
        {
            "text": "The library opens at 9.",
            "native_id": "a1",
            "author": "Bookworm",
            "created_at": datetime(2020, 6, 15, 22, 51, 13, tzinfo=UTC),
            "created_precision": "second",
            "replies_to": None,
            "echo_of": None,
            "medium": "post",
            "repairs": None,
        },
        {
            "text": "Tea & cake",
            "native_id": "a2",
            "author": "c2",
            "created_at": datetime(2010, 1, 1, tzinfo=UTC),
            "created_precision": "second",
            "replies_to": "a1",
            "echo_of": None,
            "medium": "comment",
            "repairs": ["entities"],
        },
        {
            **blank,
            "text": "Look",
            "native_id": "a3",
            "created_precision": "unknown",
            "echo_of": "a1",
            "medium": "post",
        },
        {
            **blank,
            "text": "I see",
            "native_id": "a4",
            "created_precision": "unknown",
            "replies_to": "a1",
            "medium": "comment",
        },
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"id": 17}, {"native_id": "17"}),
        ({"id": 12345678901234567890123}, {"native_id": "12345678901234567890123"}),
        ({"id": None, "username": None}, {"native_id": None, "author": None}),
        ({"id": ["x"], "username": {"a": 1}}, {"native_id": None, "author": None}),
        ({"username": True, "creator": 5}, {"author": "5"}),
        (
            {"createdAt": 20200615225113},
            {"created_at": datetime(2020, 6, 15, 22, 51, 13, tzinfo=UTC)},
        ),
        ({"createdAt": "yesterday"}, {"created_at": None}),
        ({"datatype": "articles", "parent": "p"}, {"medium": None, "echo_of": None}),
        ({"datatype": 3, "parent": "p"}, {"medium": None, "replies_to": None}),
        ({"comments": "3", "unheard of": [{"a": [1.5e9, None]}]}, {"native_id": None}),
        (
            {"repairs": "x", "rows": 1, "created_at": "20200615225113"},
            {"repairs": None},
        ),
    ],
)
def test_odd_values(values, expected):
    row = one(encoded(body="Rain", **values))
    row = {"repairs": None, **row}
    assert row["text"] == "Rain"
    assert {name: row[name] for name in expected} == expected


def test_of_a_repeated_key_the_last_counts():
    assert one(b'{"body":"a","id":"1","id":"2","body":"b"}')["text"] == "b"
    assert one(b'{"body":"a","id":1,"id":"2","body":"b"}')["native_id"] == "2"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'["a"]', "no JSON object"),
        (b"17", "no JSON object"),
        (b"null", "no JSON object"),
        (b'"body"', "no JSON object"),
        (b"{} {}", "no JSON object"),
        (b"body: a", "no JSON object"),
        (b'{"body":"a","score":NaN}', "no JSON object"),
        (b'{"body":"a\tb"}', "no JSON object"),
        (b"\0\0\0", "no JSON object"),
        (b'{"body":17}', "body is no text"),
        (b'{"body":1.5}', "body is no text"),
        (b'{"body":false}', "body is no text"),
        (b'{"body":["a"]}', "body is no text"),
        (b'{"body":"caf\xe9"}', "not UTF-8"),
        (b'{"body":"a","preview":"\xff"}', "not UTF-8"),
        (b'{"body":"\xed\xa0\x80"}', "not UTF-8"),
        (DEEP, "nested too deep"),
        (b'{"body":' + b'{"a":' * 100_000, "nested too deep"),
    ],
)
def test_bad_lines(line, reason):
    good = encoded(body="Snow", id="1")
    for content in (line, good + b"\n" + line, line + b"\n" + good + b"\n"):
        found, bad, dropped = all_of(content)
        assert [(one.reason, one.content) for one in bad] == [(reason, line)]
        assert [row["text"] for row in found] == ["Snow"] * content.count(good)
        assert not dropped


def test_every_truncated_last_line_is_bad():
    line = encoded(body="Fog &amp; frost", id="1", urls=[{"a": 1}])
    for end in range(1, len(line)):
        assert [one.reason for one in all_of(line[:end])[1]] == ["no JSON object"]
    assert one(line)["text"] == "Fog & frost"


@pytest.mark.parametrize(
    "body", ["", " ", "\t\r\n", "\u00a0\u2003", "&nbsp;", "&#32;", None]
)
def test_without_text(body):
    assert all_of(encoded(body=body, id="1")) == ([], [], {"no text": 1})
    assert all_of(encoded(body=body, id=1, parent="p")) == ([], [], {"no text": 1})


def test_without_body():
    assert all_of(b"{}\n{}") == ([], [], {"no text": 2})


@pytest.mark.parametrize(
    ("body", "text", "repairs"),
    [
        ("Tea & cake", "Tea & cake", None),
        ("Q&A", "Q&A", None),
        ("&lt;3 &gt; &quot;a&quot; &#39;b&#x27;", "<3 > \"a\" 'b'", ["entities"]),
        ("&amp;amp;", "&amp;", ["entities"]),
        ("cut &amp", "cut &", ["entities"]),
        ("&#0; &#xD800; &#x110000;", "\ufffd \ufffd \ufffd", ["entities"]),
        ("&eacute;", "é", ["entities"]),
        (" kept as it is \n", " kept as it is \n", None),
    ],
)
def test_entities(body, text, repairs):
    row = one(encoded(body=body))
    assert (row["text"], row.get("repairs")) == (text, repairs)


@pytest.mark.parametrize(
    ("body", "text", "repairs"),
    [
        (rb"a\ud83d", "a\ufffd", ["surrogates"]),
        (rb"\udc00\ud800b", "\ufffd\ufffdb", ["surrogates"]),
        (rb"\ud83d\ude00", "\U0001f600", None),
        (rb"\ud83d &lt;", "\ufffd <", ["entities", "surrogates"]),
    ],
)
def test_lone_surrogates(body, text, repairs):
    row = one(b'{"body":"' + body + b'"}')
    assert (row["text"], row.get("repairs")) == (text, repairs)


def test_lone_surrogates_elsewhere():
    row = one(rb'{"body":"a","id":"\ud800","x":"\ud800"}')
    assert (row["text"], row["native_id"], row.get("repairs")) == ("a", "\ufffd", None)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n", b"\r\n \t\r\n\n"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_and_byte_order_mark(before, end, last):
    given = [encoded(body=f"Line {n}", id=str(n)) for n in range(3)]
    content = before + end.join(given) + (end if last else b"")
    for chunk in (1, 7, 1000):
        with sizes(chunk=chunk):
            found, bad, dropped = all_of(content)
        assert [row["native_id"] for row in found] == ["0", "1", "2"]
        file = io.BytesIO(content)
        assert [raw(file, row["locator"]) for row in found] == given
        assert not bad
        assert not dropped


def test_an_object_over_two_lines_is_two_bad_lines():
    # As many objects as lines, but not one on each.
    for bad in (
        [b'{"body":', b'"a"}', b'{"body":"b"} {"body":"c"}'],
        [b'{"body":"b"}{"body":"c"}', b'{"body":', b'"a"}'],
        [b'{"x":{}', b',"body":"a"}', b'{"body":"b"} {"body":"c"}'],
    ):
        assert [one.content for one in all_of(b"\n".join(bad))[1]] == bad


def test_nothing():
    assert all_of(b"") == all_of(b"\n\r\n ") == ([], [], {})


@pytest.mark.parametrize("place", [0, 1, 99, 198, 199])
def test_one_odd_line_among_many(place):
    many = [encoded(body=f"Line {n}", id=str(n)) for n in range(200)]
    for odd in (b"", b"no JSON", rb'{"body":"Line \ud800","id":"odd"}', b" {}"):
        many[place] = odd
        found, bad, dropped = all_of(b"\n".join(many))
        expected = [str(n) for n in range(200) if n != place]
        if b"odd" in odd:
            expected.insert(place, "odd")
        assert [row["native_id"] for row in found] == expected
        assert [one.content for one in bad] == [odd] * (odd == b"no JSON")
        assert dropped == ({"no text": 1} if odd == b" {}" else {})


def test_a_body_of_10_megabytes():
    assert len(one(encoded(body="a b &amp; " * 1_000_000))["text"]) == 6_000_000


@pytest.mark.parametrize("chunk", [1, 10, 30])
@pytest.mark.parametrize("n_over", [1, 2, 500])
def test_a_line_that_is_too_long(chunk, n_over):
    good = b'{"body":"ok"}'
    long = b'{"body":"' + b"x" * (19 + n_over) + b'"}'
    with sizes(chunk=chunk, line=30):
        for content in (
            long,
            good + b"\n" + long + b"\n" + good,
            long + b"\n\n" + good,
        ):
            file = io.BytesIO(content)
            blocks = list(read(file, ABOUT))
            (bad,) = [bad for block in blocks for bad in block.bad]
            assert bad.reason == "line too long"
            assert bad.content == long[:30]
            assert raw(file, bad.locator) == long
            places = [x for block in blocks for x in block.found["locator"].to_pylist()]
            assert [raw(file, place) for place in places] == [good] * content.count(
                good
            )
        assert not all_of(long[: 28 - 2] + b'"}')[1]


def test_blocks_are_bounded():
    line = encoded(body="Wind", id="1") + b"\n"
    with sizes(chunk=100, block=1000):
        blocks = list(read(io.BytesIO(line * 500), ABOUT))
    assert sum(len(block.found) for block in blocks) == 500
    assert max(len(block.found) for block in blocks) * len(line) < 1000 + 200


def stamp(text):
    return moments(pa.array([text], pa.string())).to_pylist()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20200615225113", datetime(2020, 6, 15, 22, 51, 13, tzinfo=UTC)),
        ("19691231235959", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("20200229000000", datetime(2020, 2, 29, tzinfo=UTC)),
        ("20210229000000", None),
        ("19000229000000", None),
        ("20200431000000", None),
        ("20201301000000", None),
        ("20200001000000", None),
        ("20200100000000", None),
        ("00000101000000", None),
        ("20200615240000", None),
        ("20200615226000", None),
        ("20200615225160", None),
        ("2020061522511", None),
        ("202006152251130", None),
        ("2020-06-15 22:51", None),
        (" 2020061522511", None),
        ("+2020061522511", None),
        ("２020061522511", None),
        ("", None),
        (None, None),
    ],
)
def test_stamps(text, expected):
    assert stamp(text) == expected


DIGITS = st.tuples(
    st.integers(0, 9999), st.integers(0, 14), st.integers(0, 33),
    st.integers(0, 25), st.integers(0, 61), st.integers(0, 61),
)  # fmt: skip


@given(st.lists(DIGITS))
def test_stamps_as_the_calendar_has_them(parts):
    def expected(part):
        try:
            return datetime(*part, tzinfo=UTC)
        except ValueError:
            return None

    texts = [
        f"{y:04}{m:02}{d:02}{hour:02}{minute:02}{second:02}"
        for y, m, d, hour, minute, second in parts
    ]
    found = moments(pa.array(texts, pa.string()))
    assert found.type == pa.timestamp("us", "UTC")
    assert found.to_pylist() == [expected(part) for part in parts]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
POSTS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.text() | st.integers() | VALUES,
        "body": st.text() | st.just("Tea &amp; cake") | VALUES,
        "createdAt": st.just("20200615225113") | st.text("0123456789") | VALUES,
        "username": st.text(max_size=3) | VALUES,
        "datatype": st.sampled_from(["posts", "comments"]) | VALUES,
        "parent": st.text(max_size=3) | VALUES,
        "other": VALUES,
    },
)
# The surrogates that st.text() leaves out come in as escapes.
LINES = st.one_of(
    POSTS.map(lambda post: json.dumps(post).encode()),
    POSTS.map(lambda post: json.dumps(post, ensure_ascii=False).encode()),
    st.sampled_from(
        [
            b"",
            b" ",
            b"\r",
            b"{}",
            rb'{"body":"\ud800"}',
            b"\xef\xbb\xbf{}",
            b'{"body":\n"a"}',
            b'{"body":"b"} {"body":"c"}',
            DEEP[:3000],
            b"\0",
        ]
    ),
    st.binary(max_size=20),
)


@st.composite
def files(draw):
    content = draw(st.sampled_from([b"\n", b"\r\n"])).join(draw(st.lists(LINES)))
    content = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + content
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(content)))
        edit = draw(st.sampled_from([b"\0", b"\n", b'"', b"\xff", b"\\", b"[", b""]))
        content = content[:at] + edit + content[at + draw(st.integers(0, 1)) :]
    return (
        content[: draw(st.integers(0, len(content)))]
        if draw(st.booleans())
        else content
    )


def refuse(constant):
    raise ValueError(constant)


def slowly(line):
    """Return the body on a line as the standard library reads it, or raise."""
    values = json.loads(line.decode(), parse_constant=refuse)
    if not isinstance(values, dict):
        raise ValueError
    body = values.get("body")
    if body is not None and not isinstance(body, str):
        raise ValueError
    return body


MARKUP = st.lists(st.sampled_from(["&", "&amp;", "&lt", "é", "", "a;", "&#39;"]))


@given(st.lists(st.none() | MARKUP.map("".join)), st.integers(0, 3))
def test_entities_of_many_texts_as_of_each(texts, start):
    array = pa.array(texts, pa.string()).slice(start)
    found, has_changed = with_entities_decoded(array)
    expected = [text and html.unescape(text) for text in texts[start:]]
    assert found.to_pylist() == expected
    assert has_changed.tolist() == [
        old != new for old, new in zip(texts[start:], expected, strict=True)
    ]


def test_blank_is_what_python_strips():
    texts = [chr(n) for n in range(0x3100)] + ["", " \u3000\n", " a ", "\u200b"]
    found = is_blank(pa.array([*texts, None])).to_pylist()
    assert found == [not text.strip() for text in texts] + [True]


@given(files(), st.integers(1, 60), st.integers(1, 200))
@example(b'{"body":"a"}\r', 1, 1)
@example(b"\xef\xbb\xbf", 2, 2)
@settings(deadline=None, max_examples=150)
def test_any_file_is_read_as_line_by_line(content, chunk, block):
    with sizes(chunk=chunk, block=block):
        found, bad, dropped = all_of(content)
    texts, n_bad, n_empty = [], 0, 0
    for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        if not line.strip():
            continue
        try:
            body = slowly(line.removesuffix(b"\r"))
        except (ValueError, RecursionError):
            n_bad += 1
            continue
        text = (body or "").replace("&amp;", "&")
        if text.strip():
            texts.append(
                text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            )
        else:
            n_empty += 1
    if not any("&" in text.replace("& cake", "") for text in texts):
        assert [row["text"] for row in found] == texts
    assert (len(bad), sum(dropped.values())) == (n_bad, n_empty)


class Drips(io.RawIOBase):
    """A stream that gives few bytes at a time, and cannot go back."""

    def __init__(self, content):
        self.inner = io.BytesIO(content)

    def read(self, size=-1):
        return self.inner.read(min(size, 3))


def test_a_stream_that_goes_forward_and_gives_little():
    content = b"\xef\xbb\xbf" + encoded(body="Hail", id="1") + b"\r\n\nno JSON"
    blocks = list(read(Drips(content), ABOUT))
    assert [block.found["text"].to_pylist() for block in blocks] == [["Hail"]]
    assert [bad.content for block in blocks for bad in block.bad] == [b"no JSON"]
