"""Read the Parler dump: one JSON object a line, a million lines a file.

The dump is that of Aliapoulios et al. (2021), "A Large Open Dataset from the Parler
Social Network", https://doi.org/10.5281/zenodo.4442460. Keys may be absent and values
null or of another type; posts and comments stand in no order.

Of a comment, ``parent`` is what it answers, or else ``conversation``, the post it hangs
under. Of a post, ``parent`` is what it echoes. An echo without words of its own has no
text and is dropped as any other, so no document of this reader is a mere repost.

The fast way is :mod:`lasthope.ingest.json_scan`, which takes the few keys that are
needed out of many lines at once; what is not plain there is decoded by msgspec, line by
line, and what that refuses by the standard library, which accepts more.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.ingest.entities import is_blank, with_entities_decoded
from lasthope.ingest.json_put import ALONE, OR_NULL
from lasthope.ingest.json_rows import Rows
from lasthope.ingest.lines import Chunk, chunks, lines
from lasthope.ingest.reading import About, Bad, Block, byte_range, bytes_at
from lasthope.ingest.stamps import moments

BLOCK_BYTES = 64 << 20
SURROGATE = re.compile("[\ud800-\udfff]")

REPAIRS = ("entities", "surrogates")
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
ID, BODY, CREATED_AT, USERNAME, CREATOR, DATATYPE, PARENT, CONVERSATION = range(8)
# What a post has: the one, or if that is empty the other.
VALUES = {
    "body": (BODY, ALONE),
    "id": (ID, ALONE),
    "author": (USERNAME, CREATOR),
    "created_at": (CREATED_AT, ALONE),
    "datatype": (DATATYPE, ALONE),
    "parent": (PARENT, OR_NULL),
    "answered": (PARENT, CONVERSATION),
}


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
    rows = Rows([*KEYS.values()], [*VALUES.values()], required=BODY)
    gathered = Gathered(rows)
    for chunk in chunks(file):
        gathered.add(chunk)
        if gathered.n_bytes >= BLOCK_BYTES:
            yield gathered.block()
            gathered = Gathered(rows)
    if gathered.n_bytes:
        yield gathered.block()


def raw(file: BinaryIO, locator: str) -> bytes:
    """Return the line that a locator of :func:`read` points to, without its end."""
    return bytes_at(file, locator)


class Gathered:
    """The records on lines that follow each other.

    Attributes:
        n_bytes: how long these lines are.
        rows: the values of posts.
        bad: lines that cannot be read.
        has_surrogates: the rows of texts in which lone surrogates were replaced.
    """

    def __init__(self, rows: Rows) -> None:
        """Begin.

        Args:
            rows: is emptied.
        """
        rows.clear()
        self.n_bytes = 0
        self.rows = rows
        self.bad: list[Bad] = []
        self.has_surrogates: list[int] = []

    def add(self, chunk: Chunk) -> None:
        """Read one more chunk."""
        self.n_bytes += len(chunk.content)
        if chunk.n_cut:
            self._patiently(chunk)
            return
        for start, end in self.rows.scan(chunk.content, chunk.start):
            self._patiently(Chunk(chunk.start + start, chunk.content[start:end]))

    def block(self) -> Block:
        """Return everything that was read."""
        of = {name: self.rows.column(n) for n, name in enumerate(VALUES)}
        text, has_entities = with_entities_decoded(of["body"])
        is_comment = pc.equal(of["datatype"], "comments")
        is_post = pc.equal(of["datatype"], "posts")
        created_at = moments(of["created_at"])
        columns = {
            "locator": self.rows.locators(),
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
        found, has_none = pa.table(columns), is_blank(text)
        if pc.any(has_none).as_py():
            found = found.filter(pc.invert(has_none))
        n_empty = len(text) - len(found) + self.rows.n_left_out
        return Block(found, self.bad, {NO_TEXT: n_empty} if n_empty else {})

    def _repairs(self, has_entities: np.ndarray) -> pa.ListArray:
        """Return what was mended in each post."""
        is_mended = np.zeros((len(has_entities), len(REPAIRS)), bool)
        is_mended[:, 0] = has_entities
        is_mended[self.has_surrogates, 1] = True
        ends = np.concatenate([[0], np.cumsum(is_mended.sum(axis=1))])
        names = pa.array(REPAIRS).take(pa.array(np.nonzero(is_mended)[1]))
        is_null = pa.array(~is_mended.any(axis=1))
        places = pa.array(ends.astype(np.int32))
        return pa.ListArray.from_arrays(places, names, mask=is_null)

    def _patiently(self, chunk: Chunk) -> None:
        """Read a line that is not plain."""
        (line,) = lines(chunk)
        try:
            if chunk.n_cut:
                raise RefusedError(TOO_LONG)
            if not line.content.strip():
                return
            post, has_surrogates = _post(line.content)
        except RefusedError as refused:
            place = byte_range(line.start, line.end)
            self.bad.append(Bad(place, str(refused), line.content))
            return
        if has_surrogates:
            self.has_surrogates.append(self.rows.n_rows)
        self.rows.append(_values(post), line.start, line.end)


def _values(post: Post) -> list[str | None]:
    """Return the values of a post, named and chosen as in ``VALUES``."""
    return [
        post.body,
        post.id,
        post.username or post.creator,
        post.created_at,
        post.datatype,
        post.parent or None,
        post.parent or post.conversation,
    ]


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
