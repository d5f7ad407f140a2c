"""The Parler dump, and lines read again one by one, slowly."""

import html
import io
import json

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lasthope.ingest.entities import is_blank, with_entities_decoded
from lasthope.ingest.parler_json import read
from parler_lines import ABOUT, DEEP, all_of, encoded, sizes

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
