"""Read posts from a CSV or TSV file that someone made, by a mapping of its columns.

How records are cut, and what happens to damaged ones, is told in
:mod:`lasthope.ingest.csv_records`. An empty line is dropped. A record with more or
fewer fields than the header, or than the first record of a file without one, is bad:
its fields cannot be told apart. Bytes that are not in the encoding become U+FFFD.
"""

import codecs
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import BinaryIO

from lasthope.errors import UserError
from lasthope.ingest.csv_records import Record, fields, records
from lasthope.ingest.mapped import NAMES, Place, document
from lasthope.ingest.reading import About, Bad, Dropped, Item, byte_range, bytes_at
from lasthope.validation import suggestion

ASCII = bytes(range(0x80))
UNDECODABLE = "undecodable bytes"
# Of a header, so many columns are shown at most, and so many characters of each.
MAX_SHOWN = 20


def read(
    file: BinaryIO,
    about: About,
    *,
    columns: Mapping[str, str | int],
    delimiter: str,
    header: bool,
    encoding: str,
) -> Iterator[Item]:
    """Yield the posts of a file.

    Args:
        file: the unpacked file.
        about: what is known of it; nothing of it is used.
        columns: for text (or html), id, author, created_at, url, replies_to and medium
            the name of the column it is in, or its number, from 0.
        delimiter: what stands between two fields, one ASCII character.
        header: whether the first record names the columns.
        encoding: UTF-8 or one with a byte per character; a byte-order mark of UTF-8 is
            passed over.

    Raises:
        UserError: if an option makes no sense, or the file lacks a column.
    """
    _check_format(delimiter, encoding)
    _check_columns(columns, header)
    rows = records(file, delimiter=delimiter)
    first = next(rows, None)
    if first is None:
        yield Bad(byte_range(0, 0), "empty file", b"")
        return
    width = None
    if header:
        names = fields(_decoded(first, encoding)[0], delimiter=delimiter)
        numbers, width = _numbers(columns, names, first.problem), len(names)
    else:
        numbers = {ours: int(number) for ours, number in columns.items()}
        rows = chain([first], rows)
    for record in rows:
        locator = byte_range(record.start, record.end)
        if record.problem:
            yield Bad(locator, record.problem, record.content)
            continue
        if not record.content.strip(b"\r\n"):
            yield Dropped(locator, "empty line")
            continue
        text, repairs = _decoded(record, encoding)
        values = fields(text, delimiter=delimiter)
        if width is None and len(values) > max(numbers.values()):
            width = len(values)
        if len(values) != width:
            yield Bad(locator, _misfit(len(values), width), record.content)
            continue
        by_name = {ours: values[number] for ours, number in numbers.items()}
        yield document(by_name, Place(locator, record.content, repairs))


def raw(file: BinaryIO, locator: str, **options: object) -> bytes:
    """Return the record that a locator of :func:`read` points to, line end included."""
    return bytes_at(file, locator)


def _decoded(record: Record, encoding: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a record, and what was mended to get it."""
    try:
        return record.content.decode(encoding), ()
    except UnicodeDecodeError:
        return record.content.decode(encoding, errors="replace"), (UNDECODABLE,)


def _misfit(n_fields: int, width: int | None) -> str:
    if width is None:
        return f"{n_fields} fields, fewer than the columns that are wanted"
    return f"{n_fields} fields instead of {width}"


def _check_format(delimiter: str, encoding: str) -> None:
    if len(delimiter) != 1 or delimiter in '"\r\n' or not delimiter.isascii():
        raise UserError(
            f"the delimiter is {delimiter!r}; it must be one ASCII character, such as "
            "a comma, a semicolon or a tab."
        )
    try:
        has_ascii = ASCII.decode(encoding).encode() == ASCII
        n_characters = len(bytes(range(0x100)).decode(encoding, errors="replace"))
    except (LookupError, UnicodeError):
        has_ascii, n_characters = False, 0
    # Then a byte such as that of the comma never is a part of another character.
    is_cut_safely = codecs.lookup(encoding).name == "utf-8" if has_ascii else False
    if not (has_ascii and (is_cut_safely or n_characters == 0x100)):
        raise UserError(
            f"the encoding is {encoding!r}; give utf-8, or one of a byte per character "
            "such as latin-1 or cp1252, and convert other files to UTF-8 first."
        )


def _check_columns(columns: Mapping[str, str | int], header: bool) -> None:
    for ours, column in columns.items():
        if ours not in NAMES:
            raise UserError(
                f"columns.{ours} means nothing to the pipeline; "
                f"{suggestion(ours, [*NAMES])}."
            )
        if isinstance(column, int) and column < 0:
            raise UserError(f"columns.{ours} is {column}; columns are counted from 0.")
        if isinstance(column, str) and not header:
            raise UserError(
                f"columns.{ours} is {column!r}, but without a header columns have no "
                "names; give its number, counted from 0."
            )
    if ("text" in columns) == ("html" in columns):
        raise UserError(
            "columns names no text; give columns.text, or columns.html if it is HTML, "
            "and not both."
        )


def _numbers(
    columns: Mapping[str, str | int], names: list[str], problem: str | None
) -> dict[str, int]:
    """Return the number of each column that is wanted.

    Raises:
        UserError: if the header lacks one, or has its name twice.
    """
    numbers = {}
    for ours, column in columns.items():
        number = names.index(column) if column in names else column
        if problem or not isinstance(number, int) or number >= len(names):
            # A first line that is no header may be somebody's post.
            known = [name[:MAX_SHOWN] for name in names[:MAX_SHOWN]]
            raise UserError(
                f"columns.{ours} is {column!r}, which the header lacks; "
                f"{problem or suggestion(str(column), known)}."
            )
        if names.count(str(column)) > 1:
            raise UserError(
                f"columns.{ours} is {column!r}, a name that the header gives "
                f"{names.count(str(column))} times; give the column's number, from 0."
            )
        numbers[ours] = number
    return numbers
