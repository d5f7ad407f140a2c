"""The Parler dump: records typed by hand."""

import io
from datetime import UTC, datetime

import pytest

from lasthope.ingest.parler_json import raw, read
from parler_lines import ABOUT, DEEP, all_of, encoded, one, sizes


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
