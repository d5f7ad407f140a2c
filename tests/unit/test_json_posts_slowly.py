"""JSON archives against Python's decoder, whole, in pieces and damaged."""

import io
import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from json_archives import (
    CUT_SHORT,
    ONE,
    THREE,
    TWO,
    brief,
    read,
)
from lasthope.ingest import json_elements
from lasthope.ingest.reading import Bad, Dropped, Found

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
