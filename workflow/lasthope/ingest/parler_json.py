"""Read the Parler dump: one JSON object a line, a million lines a file.

The dump is that of Aliapoulios et al. (2021), "A Large Open Dataset from the Parler
Social Network", https://doi.org/10.5281/zenodo.4442460. Keys may be absent and values
null or of another type; posts and comments stand in no order.

Of a comment, ``parent`` is what it answers, or else ``conversation``, the post it hangs
under. Of a post, ``parent`` is what it echoes. An echo without words of its own has no
text and is dropped as any other, so no document of this reader is a mere repost.

The fast way has msgspec decode many lines at once into structs of the few keys that are
needed; a line that it refuses is read with the standard library, which accepts more.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.ingest.entities import is_blank, with_entities_decoded
from lasthope.ingest.lines import Chunk, are_objects, chunks, is_utf8, line_ends, lines
from lasthope.ingest.reading import About, Bad, Block, byte_range, bytes_at
from lasthope.ingest.stamps import moments

BLOCK_BYTES = 8 << 20
FEW_LINES = 8  # not worth halving
VALUES = ("body", "id", "author", "created_at", "datatype", "parent", "answered")
SURROGATE = re.compile("[\ud800-\udfff]")

NO_TEXT = "no text"
NOT_UTF8 = "not UTF-8"
NOT_JSON = "no JSON object"
TOO_DEEP = "nested too deep"
TOO_LONG = "line too long"
WRONG_BODY = "body is no text"


class Post(msgspec.Struct, gc=False):
    """What is needed of a record."""

    id: str | None = None
    body: str | None = None
    created_at: str | None = msgspec.field(default=None, name="createdAt")
    username: str | None = None
    creator: str | None = None
    datatype: str | None = None
    parent: str | None = None
    conversation: str | None = None


DECODER = msgspec.json.Decoder(Post)
KEYS = {key.name: key.encode_name for key in msgspec.structs.fields(Post)}


class Number(str):
    """A number, as it is written in the JSON text."""


class RefusedError(Exception):
    """A line cannot be read; its message is the reason."""


def read(file: BinaryIO, about: About) -> Iterator[Block]:
    """Yield the records of a file, some thousands at a time.

    Blank lines are no records. Of a line over 64 MiB the content given is its start.

    Args:
        file: a binary stream, read once from its start.
        about: not needed, since records say when they were written.
    """
    gathered = Gathered(start=0)
    for chunk in chunks(file):
        gathered.add(chunk)
        if gathered.ends[-1] - gathered.start >= BLOCK_BYTES:
            yield gathered.block()
            gathered = Gathered(start=gathered.ends[-1] + 1)
    if gathered.ends:
        yield gathered.block()


def raw(file: BinaryIO, locator: str) -> bytes:
    """Return the line that a locator of :func:`read` points to, without its end."""
    return bytes_at(file, locator)


class Gathered:
    """The records on lines that follow each other.

    Attributes:
        start: where the first line starts.
        ends: where each line ends, before its line feed.
        spans: by row, start and end of a line that was looked at by itself.
        bad: lines that cannot be read.
        has_surrogates: the rows of texts in which lone surrogates were replaced.
        rows: the row of each post.
        values: the values of posts, all of one of ``VALUES`` after those of another.
    """

    def __init__(self, *, start: int) -> None:
        self.start = start
        self.ends: list[int] = []
        self.spans: dict[int, tuple[int, int]] = {}
        self.bad: list[Bad] = []
        self.has_surrogates: list[int] = []
        self.rows: list[int] = []
        self.values: list[pa.StringArray] = []

    def add(self, chunk: Chunk) -> None:
        """Read one more chunk."""
        first, ends = len(self.ends), line_ends(chunk)
        self.ends.extend(ends)
        read = self._posts(chunk, ends, first)
        self.rows += [row for row, post in enumerate(read, first) if post is not None]
        self.values.append(_values([post for post in read if post is not None]))

    def block(self) -> Block:
        """Return everything that was read."""
        of = self._columns()
        text, has_entities = with_entities_decoded(of["body"])
        is_comment = pc.equal(of["datatype"], "comments")
        is_post = pc.equal(of["datatype"], "posts")
        created_at = moments(of["created_at"])
        columns = {
            "locator": self._locators(),
            "text": text,
            "native_id": of["id"],
            "author": of["author"],
            "created_at": created_at,
            "created_precision": pc.if_else(created_at.is_valid(), "second", "unknown"),
            "replies_to": pc.if_else(is_comment, of["answered"], None),
            "echo_of": pc.if_else(is_post, of["parent"], None),
            "medium": pc.if_else(
                is_post, "post", pc.if_else(is_comment, "comment", None)
            ),
        }
        if has_entities.any() or self.has_surrogates:
            columns["repairs"] = self._repairs(has_entities)
        found = pa.table(columns).filter(pc.invert(is_blank(text)))
        n_empty = len(text) - len(found)
        return Block(found, self.bad, {NO_TEXT: n_empty} if n_empty else {})

    def _columns(self) -> dict[str, pa.StringArray]:
        """Return all values by name."""
        n_posts = [len(values) // len(VALUES) for values in self.values]
        return {
            name: pa.concat_arrays(
                values.slice(place * n, n)
                for values, n in zip(self.values, n_posts, strict=True)
            )
            for place, name in enumerate(VALUES)
        }

    def _locators(self) -> pa.StringArray:
        """Return where each post stands, as ``byte_range`` tells it."""
        ends = np.array(self.ends, np.int64)
        starts = np.concatenate([[self.start], ends[:-1] + 1])
        for row, (start, end) in self.spans.items():
            starts[row], ends[row] = start, end
        start, end = (
            pa.array(places[self.rows]).cast(pa.string()) for places in (starts, ends)
        )
        begun = pc.binary_join_element_wise("bytes ", start, "")
        return pc.binary_join_element_wise(begun, end, "-")

    def _repairs(self, has_entities: np.ndarray) -> pa.ListArray:
        """Return what was mended in each post."""
        repairs: list[list[str] | None] = [
            ["entities"] if decoded else None for decoded in has_entities.tolist()
        ]
        for row in self.has_surrogates:
            place = bisect_left(self.rows, row)
            repairs[place] = [*(repairs[place] or []), "surrogates"]
        return pa.array(repairs, pa.list_(pa.string()))

    def _posts(self, chunk: Chunk, ends: list[int], first: int) -> list[Post | None]:
        """Return what stands on each line; none where it is blank or bad.

        A chunk with a line that msgspec refuses is halved until few lines are left.
        """
        posts = _all_at_once(chunk, ends)
        if posts is not None:
            return posts
        if len(ends) <= FEW_LINES:
            return self._one_by_one(chunk, first)
        half = len(ends) // 2
        middle = ends[half - 1] + 1 - chunk.start
        former = Chunk(chunk.start, chunk.content[:middle])
        latter = Chunk(chunk.start + middle, chunk.content[middle:])
        return [
            *self._posts(former, ends[:half], first),
            *self._posts(latter, ends[half:], first + half),
        ]

    def _one_by_one(self, chunk: Chunk, first: int) -> list[Post | None]:
        posts: list[Post | None] = []
        for row, line in enumerate(lines(chunk), first):
            self.spans[row] = line.start, line.end
            post, has_surrogates = None, False
            try:
                if chunk.n_cut:
                    raise RefusedError(TOO_LONG)
                if line.content.strip():
                    post, has_surrogates = _post(line.content)
            except RefusedError as refused:
                place = byte_range(line.start, line.end)
                self.bad.append(Bad(place, str(refused), line.content))
            if has_surrogates:
                self.has_surrogates.append(row)
            posts.append(post)
        return posts


def _values(posts: list[Post]) -> pa.StringArray:
    """Return the posts' values, all of one of ``VALUES`` after those of another.

    One array, since to make one costs as much as some hundred values; and at once,
    while the values are in the processor's cache.
    """
    return pa.array(
        [
            *(post.body for post in posts),
            *(post.id for post in posts),
            *(post.username or post.creator for post in posts),
            *(post.created_at for post in posts),
            *(post.datatype for post in posts),
            *(post.parent or None for post in posts),
            *(post.parent or post.conversation for post in posts),
        ],
        pa.string(),
    )


def _all_at_once(chunk: Chunk, ends: list[int]) -> list[Post | None] | None:
    """Return what stands on each line, or none if a line needs to be looked at."""
    if chunk.n_cut or not (are_objects(chunk, ends) and is_utf8(chunk.content)):
        return None
    try:
        posts: list[Post | None] = [*DECODER.decode_lines(chunk.content)]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return posts if len(posts) == len(ends) else None


def _post(line: bytes) -> tuple[Post, bool]:
    """Return the post on a line and whether it had lone surrogates.

    Raises:
        RefusedError: if there is none.
    """
    try:
        return DECODER.decode(line.decode()), False
    except UnicodeDecodeError as error:
        raise RefusedError(NOT_UTF8) from error
    except msgspec.MsgspecError:
        return _patiently(line)
    except RecursionError as error:
        raise RefusedError(TOO_DEEP) from error


def _patiently(line: bytes) -> tuple[Post, bool]:
    """Return the post on a line that msgspec refuses, and whether it had surrogates.

    Raises:
        RefusedError: if there is none.
    """
    try:
        text = line.decode()  # json would guess the encoding
        values = json.loads(
            text, parse_int=Number, parse_float=Number, parse_constant=_refuse
        )
    except RecursionError as error:
        raise RefusedError(TOO_DEEP) from error
    except ValueError as error:
        raise RefusedError(NOT_JSON) from error
    if not isinstance(values, dict):
        raise RefusedError(NOT_JSON)
    body = values.get("body")
    if not isinstance(body, str | None) or isinstance(body, Number):
        raise RefusedError(WRONG_BODY)
    post = Post(**{name: _string(values.get(key)) for name, key in KEYS.items()})
    return post, post.body != body


def _refuse(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(constant)


def _string(value: Any) -> str | None:
    """Return a string or a number as a string that can be encoded."""
    return SURROGATE.sub("\ufffd", value) if isinstance(value, str) else None
