"""Read the Parler dump: one JSON object a line, a million lines a file.

The dump is that of Aliapoulios et al. (2021), "A Large Open Dataset from the Parler
Social Network", https://doi.org/10.5281/zenodo.4442460. Keys may be absent and values
null or of another type; posts and comments stand in no order.

Of a comment, ``parent`` is what it answers, or else ``conversation``, the post it hangs
under. Of a post, ``parent`` is what it echoes. An echo without words of its own has no
text and is dropped as any other, so no document of this reader is a mere repost.

The fast way has msgspec decode many lines at once into structs of the few keys that are
needed. Where it refuses, lines are looked at one by one, and one that is refused alone
is read with the standard library, which is more patient.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, BinaryIO, NoReturn

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.ingest.lines import Chunk, chunks, is_plain, line_ends, lines
from lasthope.ingest.reading import About, Bad, Block, byte_range, span_of
from lasthope.ingest.stamps import moments

BLOCK_BYTES = 8 << 20
MEDIA = {"posts": "post", "comments": "comment"}
OPENING, CLOSING = b"{}"
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
    start, end = span_of(locator)
    file.seek(start)
    return file.read(end - start)


class Gathered:
    """The records on lines that follow each other.

    Attributes:
        start: where the first line starts.
        ends: where each line ends, before its line feed.
        spans: by row, start and end of a line that stood among others that are not
            plain.
        bad: lines that cannot be read.
        repairs: by row, what was mended.
        rows: the row of each post that is kept.
        columns: the posts' values, by attribute of ``Found``.
        n_empty: posts without text.
    """

    def __init__(self, *, start: int) -> None:
        self.start = start
        self.ends: list[int] = []
        self.spans: dict[int, tuple[int, int]] = {}
        self.bad: list[Bad] = []
        self.repairs: dict[int, list[str]] = {}
        self.rows: list[int] = []
        names = "text native_id author created_at replies_to echo_of medium"
        self.columns: dict[str, list[str | None]] = {name: [] for name in names.split()}
        self.n_empty = 0

    def add(self, chunk: Chunk) -> None:
        """Read one more chunk."""
        first, ends = len(self.ends), line_ends(chunk)
        self.ends.extend(ends)
        posts = _all_at_once(chunk, ends)
        self._keep(self._one_by_one(chunk) if posts is None else posts, first)

    def block(self) -> Block:
        """Return everything that was read."""
        ends = np.array(self.ends, np.int64)
        starts = np.concatenate([[self.start], ends[:-1] + 1])
        for row, (start, end) in self.spans.items():
            starts[row], ends[row] = start, end
        columns = {
            name: pa.array(values, pa.string()) for name, values in self.columns.items()
        }
        created_at = moments(columns["created_at"])
        columns |= {
            "locator": _locators(starts[self.rows], ends[self.rows]),
            "created_at": created_at,
            "created_precision": pc.if_else(created_at.is_valid(), "second", "unknown"),
        }
        if self.repairs:
            mended = [self.repairs.get(row) for row in self.rows]
            columns["repairs"] = pa.array(mended, pa.list_(pa.string()))
        dropped = {NO_TEXT: self.n_empty} if self.n_empty else {}
        return Block(pa.table(columns), self.bad, dropped)

    def _keep(self, posts: Sequence[Post | None], first: int) -> None:
        """Keep posts that have a text; the first stands in row ``first``."""
        kept = []
        for row, post in enumerate(posts, first):
            if post is None:
                continue
            body = post.body
            if body and "&" in body:
                post.body = unescape(body)
                if post.body != body:
                    self.repairs.setdefault(row, []).insert(0, "entities")
                body = post.body
            if not body or body.isspace():
                self.n_empty += 1
            else:
                kept.append(post)
                self.rows.append(row)
        columns = self.columns
        columns["text"] += [post.body for post in kept]
        columns["native_id"] += [post.id for post in kept]
        columns["author"] += [post.username or post.creator for post in kept]
        columns["created_at"] += [post.created_at for post in kept]
        columns["medium"] += [MEDIA.get(post.datatype or "") for post in kept]
        columns["replies_to"] += [
            post.parent or post.conversation if post.datatype == "comments" else None
            for post in kept
        ]
        columns["echo_of"] += [
            post.parent if post.datatype == "posts" else None for post in kept
        ]

    def _one_by_one(self, chunk: Chunk) -> list[Post | None]:
        """Return what stands on each line; none where it is blank or bad."""
        first = len(self.ends) - len(line_ends(chunk))
        posts: list[Post | None] = []
        for row, line in enumerate(lines(chunk), first):
            self.spans[row] = line.start, line.end
            post: Post | None = None
            mended: list[str] = []
            try:
                if chunk.n_cut:
                    raise RefusedError(TOO_LONG)
                if line.content.strip():
                    post, mended = _post(line.content)
            except RefusedError as refused:
                place = byte_range(line.start, line.end)
                self.bad.append(Bad(place, str(refused), line.content))
            if mended:
                self.repairs[row] = mended
            posts.append(post)
        return posts


def _all_at_once(chunk: Chunk, ends: list[int]) -> list[Post] | None:
    """Return what stands on each line, or none if a line needs to be looked at."""
    if chunk.n_cut or not is_plain(chunk.content) or not _are_objects(chunk, ends):
        return None
    try:
        posts = DECODER.decode_lines(chunk.content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return posts if len(posts) == len(ends) else None


def _are_objects(chunk: Chunk, ends: list[int]) -> bool:
    """Tell whether all lines begin and end as objects do.

    msgspec also reads an object over two lines, and two on one line. But no object has
    a ``}`` before a ``{``: where all lines pass here, each holds whole objects, and if
    there are as many objects as lines, one each.
    """
    content = np.frombuffer(chunk.content, np.uint8)
    inner = np.array(ends[:-1], np.int64) - chunk.start
    return bool(
        content[0] == OPENING
        and content[ends[-1] - chunk.start - 1] == CLOSING
        and (content[inner - 1] == CLOSING).all()
        and (content[inner + 1] == OPENING).all()
    )


def _post(line: bytes) -> tuple[Post, list[str]]:
    """Return the post on a line and what was mended to read it.

    Raises:
        RefusedError: if there is none.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(NOT_UTF8) from error
    try:
        return DECODER.decode(text), []
    except msgspec.MsgspecError:
        return _patiently(text)
    except RecursionError as error:
        raise RefusedError(TOO_DEEP) from error


def _patiently(text: str) -> tuple[Post, list[str]]:
    """Return the post on a line that msgspec refuses, and what was mended.

    Raises:
        RefusedError: if there is none.
    """
    try:
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
    return post, [] if post.body == body else ["surrogates"]


def _refuse(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(constant)


def _string(value: Any) -> str | None:
    """Return a string or a number as a string that can be encoded."""
    return SURROGATE.sub("\ufffd", value) if isinstance(value, str) else None


def _locators(starts: np.ndarray, ends: np.ndarray) -> pa.StringArray:
    """Return the locators of many lines, as ``byte_range`` makes one."""
    begun = pc.binary_join_element_wise("bytes ", pa.array(starts).cast("string"), "")
    return pc.binary_join_element_wise(begun, pa.array(ends).cast("string"), "-")
