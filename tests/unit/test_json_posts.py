"""JSON archives: containers, fields and damage typed by hand."""

import io
import json

import pytest

from json_archives import (
    ABOUT,
    BY_KEY,
    CUT_OFF,
    CUT_SHORT,
    DAMAGED,
    NO_OBJECT,
    ONE,
    SOUND,
    THREE,
    TWO,
    brief,
    read,
)
from lasthope.errors import UserError
from lasthope.ingest import json_elements, json_posts
from lasthope.ingest.reading import Bad, Found, span_of


@pytest.mark.parametrize(
    "content",
    [
        b"[%b,%b,%b]",
        b" [ %b ,\n%b\t,\r\n%b ] \n",
        b"%b\n%b\n%b\n",
        b"%b%b %b",
        b"%b,\n%b,\n%b",
        b'{"tweets":[%b,%b,%b]}',
        b'{"n":2,"meta":{"data":[{"t":"x"}],"s":"]}"},"posts":[%b,%b,%b],"z":[[{}]]}',
        b'{"data":[%b,%b]}\n{"data":[%b]}\n',
        b'{"statuses":[%b],"more":[],"data":[%b,%b]}',
        b"[%b][%b]\n%b",
        b"\xef\xbb\xbf[%b,%b,%b]",
        b"window.YTD.tweet.part0 = [ %b, %b, %b ]",
    ],
)
@pytest.mark.parametrize("chunk", [1, 7, 2**20])
def test_containers(content, chunk, monkeypatch):
    monkeypatch.setattr(json_elements, "CHUNK", chunk)
    content %= (ONE, TWO, THREE)
    items = read(content)
    assert brief(items) == SOUND
    for item, element in zip(items, (ONE, TWO, THREE), strict=True):
        start, end = span_of(item.locator)
        assert content[start:end] == element


DAMAGE = {
    "no closing mark": (
        b'[{"i":1,"t":"a},{"i":2,"t":"b"},{"i":3,"t":"c"}]',
        [DAMAGED, *SOUND[1:]],
    ),
    "no closing mark later": (
        b'[{"i":1,"t":"a"},{"i":2,"t":"b},{"i":3,"t":"c"}]',
        [SOUND[0], DAMAGED, SOUND[2]],
    ),
    "no opening mark": (
        b'[{"i":1,"t":"a"},{"i":2,"t":b"},{"i":3,"t":"c"}]',
        [SOUND[0], DAMAGED, SOUND[2]],
    ),
    "no closing brace": (
        b'[{"i":1,"t":"a",{"i":2,"t":"b"},{"i":3,"t":"c"}]',
        [DAMAGED, *SOUND[1:]],
    ),
    "no opening brace": (
        b'[{"i":1,"t":"a"},"i":2,"t":"b"},{"i":3,"t":"c"}]',
        [SOUND[0], NO_OBJECT, SOUND[2]],
    ),
    "wrong bracket": (
        b'[{"i":1,"t":"a"},{"i":2,"u":[1},{"i":3,"t":"c"}]',
        [SOUND[0], DAMAGED, SOUND[2]],
    ),
    "two files in one": (
        b'[{"i":1,"t":"a"},{"i":2,"t":"b[{"i":2,"t":"b"},{"i":3,"t":"c"}]',
        [SOUND[0], DAMAGED, *SOUND[1:]],
    ),
    "inner objects are no elements": (
        b'[{"i":1,"t":"a"},{"i":2,"u":[{"t":"x"},{"t":"y"}],"t" "b"},{"i":3,"t":"c"}]',
        [SOUND[0], DAMAGED, SOUND[2]],
    ),
    "no comma": (b'[{"i":1,"t":"a"}{"i":2,"t":"b"}]', SOUND[:2]),
    "malformed inside": (
        b'[{"i":1,"t":"a"},{"i":2,"t":"b",},{"i":01,"t":"b"},{"i":3,"t":"c"}]',
        [SOUND[0], "malformed JSON", "malformed JSON", SOUND[2]],
    ),
    "a line that was cut": (
        b'{"i":1,"t":"a"}\n{"i":2,"t":"b\n{"i":3,"t":"c"}\n',
        [SOUND[0], DAMAGED, SOUND[2]],
    ),
    "a line that is none": (
        b'{"i":1,"t":"a"}\n<html>Too many requests</html>\n{"i":3,"t":"c"}\n',
        [SOUND[0], NO_OBJECT, SOUND[2]],
    ),
    "other values": (
        b'[null,{"i":1,"t":"a"},"{x",3,[4],{"i":3,"t":"c"},true]',
        [NO_OBJECT, SOUND[0], NO_OBJECT, DAMAGED, SOUND[2], NO_OBJECT],
    ),
    "cut in a string": (b'[{"i":1,"t":"a"},{"i":2,"t":"b', [SOUND[0], CUT_OFF]),
    "cut in an escape": (b'[{"i":1,"t":"a"},{"i":2,"t":"b\\', [SOUND[0], CUT_OFF]),
    "cut between": (b'[{"i":1,"t":"a"},', [SOUND[0], CUT_SHORT]),
    "cut after a list": (b'{"data":[{"i":1,"t":"a"}],"meta":{', [SOUND[0], CUT_SHORT]),
    "garbage": (b"GIF89a \x00\xff\xfe not JSON at all", [NO_OBJECT]),
    "garbage with brackets": (b'{x [y "z', [DAMAGED]),
    "nothing in it": (b" \n", ["no records"]),
    "an empty list": (b"[]", ["no records"]),
    "empty": (b"", ["no records"]),
}


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 2**20])
def test_damage(name, chunk, monkeypatch):
    monkeypatch.setattr(json_elements, "CHUNK", chunk)
    content, expected = DAMAGE[name]
    assert brief(read(content)) == expected


def test_damage_covers_what_it_damaged():
    items = read(DAMAGE["no closing mark"][0])
    assert items[0] == Bad("bytes 1-16", DAMAGED, b'{"i":1,"t":"a},')


@pytest.mark.parametrize(
    ("content", "text", "repairs"),
    [
        (rb'"a\ud800b"', "a\ufffdb", ("surrogates",)),
        (rb'"\\ud800 \ud83d\ude00"', "\\ud800 😀", ()),
        (b'"a\xffb"', "a\ufffdb", ("undecodable bytes",)),
        (b'"\xff\\udc00"', "\ufffd\ufffd", ("undecodable bytes", "surrogates")),
        (b'"a\nb\x00"', "a\nb\x00", ()),
        (b'"a","t":"b"', "b", ()),
        (b'"a","n":NaN,"m":-Infinity', "a", ()),
        (b'"a","n":1e999,"m":' + b"9" * 400, "a", ()),
        ('"donâ\x80\x99t"'.encode(), "don’t", ("mojibake",)),
        (b'"' + b"x" * 10_000_000 + b'"', "x" * 10_000_000, ()),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_odd_values(content, text, repairs):
    items = read(b'[{"t":%b},{"i":3,"t":"c"}]' % content)
    assert brief(items) == [(None, text), ("3", "c")]
    assert items[0].repairs == repairs


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"t":"a","n":' + b"9" * 5000 + b"}", "malformed JSON"),
        (
            b'{"t":"a","n":' + b"[" * 101 + b"]" * 101 + b"}",
            "nested more than 100 deep",
        ),
        (
            b'{"t":"a","n":' + b"[" * 10**5 + b"]" * 10**5 + b"}",
            "nested more than 100 deep",
        ),
        (
            b'{"t":"a","n":' + b'{"a":' * 999 + b"1" + b"}" * 1000,
            "nested more than 100 deep",
        ),
        (b'{"i":1}', "no field 't'"),
        (b'{"t":12}', "its text is no text"),
        (b'{"t":null}', "no text"),
        (b'{"t":" "}', "no text"),
        (b"{}", "no field 't'"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_cannot_be_read(content, reason):
    items = read(b'[%b,{"i":3,"t":"c"}]' % content)
    assert brief(items) == [reason, ("3", "c")]


def test_ninety_nine_deep_is_read():
    content = b'{"t":"a","n":' + b"[" * 99 + b"]" * 99 + b"}"
    assert brief(read(content)) == [(None, "a")]


@pytest.mark.parametrize("chunk", [1, 5, 2**20])
def test_an_element_that_is_too_long_is_bad_and_reading_goes_on(chunk, monkeypatch):
    monkeypatch.setattr(json_elements, "CHUNK", chunk)
    monkeypatch.setattr(json_elements, "MAX_BYTES", 100)
    for inner in (b'"' + b"x" * 500 + b'"', b'["' + b"x" * 500 + b'", 1, {"a": 2}]'):
        long = b'{"i":2,"t":%b}' % inner
        content = b"[%b,%b,%b]" % (ONE, long, THREE)
        fields = {"fields": BY_KEY}
        items = list(json_posts.read(io.BytesIO(content), ABOUT, **fields))
        assert brief(items) == [SOUND[0], "longer than 64 MiB", SOUND[2]]
        assert items[1].content == long[:100]
        assert json_posts.raw(io.BytesIO(content), items[1].locator, **fields) == long


def test_fields_by_path():
    content = (
        b'{"post":{"text":"<p>a &amp; b</p>","by":{"name":"ann"}},"n.o":7,'
        b'"when":"2021-01-09","to":5,"kind":"toot","at":"https://a.example/7"}'
    )
    fields = {"html": "post.text", "author": "post.by.name", "id": "n.o", "url": "at"}
    fields |= {"created_at": "when", "replies_to": "to", "medium": "kind"}
    (item,) = read(content, fields)
    assert (item.text, item.author, item.native_id) == ("a & b", "ann", "7")
    assert (item.replies_to, item.medium, item.url) == (
        "5",
        "toot",
        "https://a.example/7",
    )
    assert (str(item.created_at.date()), item.created_precision) == (
        "2021-01-09",
        "day",
    )
    assert item.repairs == ("html",)
    # A path that leads nowhere is no author.
    (item,) = read(content, {"text": "kind", "author": "post.text.name"})
    assert (item.text, item.author) == ("toot", None)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": "i"}, "fields names no text"),
        ({"text": "t", "html": "h"}, "and not both"),
        ({"text": "t", "autor": "a"}, "fields.autor .* perhaps 'author'"),
        ("atuo", "fields is 'atuo'; write auto"),
    ],
)
def test_mistakes_are_told(fields, message):
    with pytest.raises(UserError, match=message):
        read(ONE, fields)


PAGE = {
    "data": [
        {"id": "7", "author_id": "1", "text": "We stay."},
        {"id": "8", "author_id": "2", "text": ""},
        {"id": "9", "author_id": "1", "text": "So."},
    ],
    "includes": {"users": [{"id": "1", "username": "ann"}]},
    "meta": {"result_count": 3},
}


def auto(content):
    return [
        (item.native_id, item.author) if isinstance(item, Found) else item.reason
        for item in read(content, "auto")
    ]


def test_pages_of_interface_2():
    page, other = json.dumps(PAGE), json.dumps({**PAGE, "includes": {}})
    known = [("7", "ann"), "no text", ("9", "ann")]
    unknown = [("7", "1"), "no text", ("9", "1")]
    assert auto(page.encode()) == known
    # Each page refers to what it includes itself.
    assert auto(f"{page}\n{other}\n{page}".encode()) == known + unknown + known
    # Cut before what it refers to.
    assert auto(page.partition('"includes"')[0].encode()) == [*unknown, CUT_SHORT]
    # Cut within it, and damaged in it.
    assert auto(page.partition('"ann"')[0].encode()) == [*unknown, CUT_OFF]
    assert auto(page.replace('"ann"', '"ann').encode()) == [*unknown, DAMAGED]
    assert auto(page.replace('"ann"', "ann").encode()) == [*unknown, "malformed JSON"]
    single = {**PAGE, "data": PAGE["data"][0]}
    assert auto(json.dumps(single).encode()) == [("7", "ann")]


def test_a_page_that_is_too_long_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(json_posts, "MAX_BYTES", 10)
    assert auto(json.dumps(PAGE).encode()) == [("7", "1"), "no text", ("9", "ann")]


def test_what_lies_beside_an_archive_is_no_post():
    assert auto(b'{"totalTweets": 12, "createdAt": "2026-01-11T08:40:43.621Z"}') == [
        "no post of a known form"
    ]
