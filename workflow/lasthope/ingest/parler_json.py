"""Read the Parler dump: one JSON object a line, a million lines a file.

The dump is that of Aliapoulios et al. (2021), "A Large Open Dataset from the Parler
Social Network", https://doi.org/10.5281/zenodo.4442460. Keys may be absent and values
null or of another type; posts and comments stand in no order.

Of a comment, ``parent`` is what it answers, or else ``conversation``, the post it hangs
under. Of a post, ``parent`` is what it echoes. An echo without words of its own has no
text and is dropped as any other, so no document of this reader is a mere repost.

The fast way has msgspec decode many lines at once into structs of the few keys that are
needed. A line that it refuses, even alone, is read with the standard library, which is
more patient.
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

from lasthope.ingest.lines import Chunk, are_objects, chunks, is_utf8, line_ends, lines
from lasthope.ingest.reading import About, Bad, Block, byte_range, span_of
from lasthope.ingest.stamps import moments

BLOCK_BYTES = 8 << 20
FEW_LINES = 8
COLUMNS = (
    *("text", "native_id", "author", "created_at", "replies_to", "echo_of", "medium"),
)
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
        self.columns: dict[str, list[pa.StringArray]] = {name: [] for name in COLUMNS}
        self.n_empty = 0

    def add(self, chunk: Chunk) -> None:
        """Read one more chunk."""
        first, ends = len(self.ends), line_ends(chunk)
        self.ends.extend(ends)
        self._keep(self._posts(chunk, ends, first), first)

    def block(self) -> Block:
        """Return everything that was read."""
        ends = np.array(self.ends, np.int64)
        starts = np.concatenate([[self.start], ends[:-1] + 1])
        for row, (start, end) in self.spans.items():
            starts[row], ends[row] = start, end
        columns = {name: pa.concat_arrays(of) for name, of in self.columns.items()}
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
        # Made Arrow's at once, while they are in the processor's cache.
        for name, values in zip(COLUMNS, _values(kept), strict=True):
            self.columns[name].append(pa.array(values, pa.string()))

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


def _values(posts: list[Post]) -> tuple[list[str | None], ...]:
    """Return the posts' values, a list for each of ``COLUMNS``."""
    kinds = [post.datatype for post in posts]
    parents = [post.parent for post in posts]
    return (
        [post.body for post in posts],
        [post.id for post in posts],
        [post.username or post.creator for post in posts],
        [post.created_at for post in posts],
        [
            parent or post.conversation if kind == "comments" else None
            for kind, parent, post in zip(kinds, parents, posts, strict=True)
        ],
        [
            parent if kind == "posts" else None
            for kind, parent in zip(kinds, parents, strict=True)
        ],
        [
            "post" if kind == "posts" else "comment" if kind == "comments" else None
            for kind in kinds
        ],
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
