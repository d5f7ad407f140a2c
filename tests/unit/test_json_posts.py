"""JSON archives against Python's decoder, and damage against what was typed by hand."""

import io
import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.errors import UserError
from lasthope.ingest import json_elements, json_posts
from lasthope.ingest.reading import About, Bad, Dropped, Found, span_of

ABOUT = About("a-source")
BY_KEY = {"id": "i", "text": "t"}
DAMAGED = "damaged JSON"
CUT_OFF = "the file ends within it"
CUT_SHORT = "the file ends before its list does"
NO_OBJECT = "no JSON object"


def read(content, fields=None):
    """Return what is read of some bytes; check what holds of anything."""
    fields = fields or BY_KEY
    items = list(json_posts.read(io.BytesIO(content), ABOUT, fields=fields))
    end = 0
    for item in items:
        start, after = span_of(item.locator)
        assert end <= start <= after <= len(content)
        end = after
        stretch = json_posts.raw(io.BytesIO(content), item.locator, fields=fields)
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


ONE, TWO, THREE = b'{"i":1,"t":"a"}', b'{"i":2,"t":"b"}', b'{"i":3,"t":"c"}'
SOUND = [("1", "a"), ("2", "b"), ("3", "c")]


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


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.sampled_from('ti"\\{}[]'), max_size=3), inner)
    ),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=2), VALUES, max_size=3), max_size=4)
LAYOUTS = [
    lambda objects, dump: dump(objects),
    lambda objects, dump: "\n".join(map(dump, objects)),
    lambda objects, dump: dump({"n": 1, "data": objects, "z": [{"a": 1}]}),
]


@given(OBJECTS, st.sampled_from(LAYOUTS), st.booleans(), st.integers(1, 9))
@settings(deadline=None)
def test_what_the_json_module_writes(objects, layout, is_ascii, chunk):
    def dump(value):
        return json.dumps(
            value, ensure_ascii=is_ascii, indent=1 if chunk == 2 else None
        )

    # An object with no elements in its list is an element itself.
    if layout is LAYOUTS[2] and not objects:
        return
    content = layout(objects, dump).encode(errors="surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_elements, "CHUNK", chunk)
        cut = list(json_elements.elements(io.BytesIO(content)))
    decoded = [json.loads(e.content.decode(errors="surrogatepass")) for e in cut]
    assert decoded == objects
    assert not any(element.problem for element in cut)


PIECES = st.lists(
    st.sampled_from(
        [
            ONE,
            TWO,
            b'{"t":"',
            b'"',
            b"{",
            b"}",
            b"[",
            b"]",
            b",",
            b":",
            b"\\",
            b"\n",
            b"a",
        ]
        + [b'{"data":[', b'"includes":{', b"\xff", b"\0", b'{"i":', b"null"]
    )
).map(b"".join)


@given(PIECES | st.binary(max_size=30), st.integers(1, 9))
@example(b'{"data":[{},', 1)
@settings(deadline=None)
def test_anything_is_read_the_same_in_pieces_of_any_size(content, chunk):
    whole = list(json_elements.elements(io.BytesIO(content)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_elements, "CHUNK", chunk)
        assert list(json_elements.elements(io.BytesIO(content))) == whole
    # What was passed over is white space, commas, or a part of a list or object.
    assert all(element.content for element in whole if element.problem != CUT_SHORT)
    read(content)
    read(content, "auto")


@given(st.lists(st.sampled_from([ONE, TWO, THREE]), min_size=2), st.data())
@settings(deadline=None)
def test_of_a_damaged_list_the_elements_before_and_all_but_a_few_after_are_read(
    elements, data
):
    content = b"[" + b",".join(elements) + b"]"
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.sampled_from([b"", b'"', b"{", b"}", b"]", b"\\", b"x"]))
    items = read(content[:place] + byte + content[place + 1 :])
    n_found = sum(isinstance(item, Found) for item in items)
    assert n_found >= len(elements) - 2
    whole = brief(read(content))
    n_before = content[:place].count(b"}")
    assert brief(items)[:n_before] == whole[:n_before]


@pytest.mark.parametrize(
    "content",
    [
        *(b"[" * 100_000, b"{" * 100_000, b'"' * 100_000, b"}" * 100_000),
        *(b"\\" * 10**6, b" " * 10**6, b"{" + b" " * 10**6, b'{"' * 100_000),
        *(b'{"a":' * 20_000, b'[{"a":"' * 20_000, b'{"a"' * 20_000),
        *(b'{"a":1}' * 10_000, b'{"a":"\\' * 20_000, b'{"data":[' * 10_000),
        *(b'{"a":1,' * 20_000, b'[{"a":"x' * 20_000 + b'"}]'),
    ],
    ids=lambda content: repr(content[:9]),
)
def test_hostile_files_take_time_in_proportion(content):
    begun = time.process_time()
    assert read(content)
    assert time.process_time() - begun < 5


def test_dropped_and_found_add_up():
    items = read(b"[%b]" % b",".join([ONE, b'{"t":""}', b'{"t":1}', TWO] * 50))
    kinds = [Found, Dropped, Bad, Found] * 50
    assert [type(item) for item in items] == kinds
