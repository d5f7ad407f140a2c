"""Read posts from JSON: a list, an object that holds a list, or an object a line.

How a file is cut into records, and what happens to damaged ones, is told in
:mod:`lasthope.ingest.json_elements`; which forms are known by themselves, in
:mod:`lasthope.ingest.tweets`. Beyond the grammar of JSON, ``NaN`` and control
characters in strings are read. Of a key given twice the last is taken. Half a surrogate
pair, and bytes that are not UTF-8, become U+FFFD.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Literal

import msgspec

from lasthope.errors import UserError
from lasthope.ingest.json_elements import MAX_BYTES, Element, elements
from lasthope.ingest.mapped import NAMES, Place, document
from lasthope.ingest.reading import About, Bad, Item, byte_range, bytes_at
from lasthope.ingest.tweets import Includes, is_version_2, post
from lasthope.validation import suggestion

SURROGATE = re.compile("[\ud800-\udfff]")
UNDECODABLE = "undecodable bytes"
SURROGATES = "surrogates"
MALFORMED = "malformed JSON"
NO_OBJECT = "no JSON object"
AUTO: Literal["auto"] = "auto"
MISSING = object()


def read(
    file: BinaryIO, about: About, *, fields: Mapping[str, str] | Literal["auto"]
) -> Iterator[Item]:
    """Yield the posts of a file.

    Args:
        file: the unpacked file.
        about: what is known of it; nothing of it is used.
        fields: for text (or html), id, author, created_at, url, replies_to and medium
            the key it is under, with dots for keys inside of objects, such as
            ``user.screen_name``; or ``auto`` for the forms that are known.

    Raises:
        UserError: if the fields make no sense.
    """
    if fields != AUTO:
        _check(fields)
    n_records = 0
    for record in _with_includes(map(_decoded, elements(file))):
        n_records += 1
        if record.problem:
            yield record.place.bad(record.problem)
        elif fields == AUTO:
            yield post(record.value, record.place, record.includes)
        else:
            yield _mapped(record, fields)
    if not n_records:
        yield Bad(byte_range(0, 0), "no records", b"")


def raw(file: BinaryIO, locator: str, **options: object) -> bytes:
    """Return the element that a locator of :func:`read` points to."""
    return bytes_at(file, locator)


@dataclass(frozen=True)
class _Record:
    """An element after decoding.

    Attributes:
        place: where it stands.
        value: the object; empty if there is a problem.
        problem: why it is no object.
        element: what it was decoded from.
        includes: what it may refer to.
    """

    place: Place
    value: dict[str, Any]
    problem: str | None
    element: Element
    includes: Includes


def _decoded(element: Element) -> _Record:
    """Return an element, decoded if it can be."""
    locator = byte_range(element.start, element.end)
    place = Place(locator, element.content)
    if element.problem:
        return _Record(place, {}, element.problem, element, Includes())
    try:
        value, repairs = _loaded(element.content)
    except (ValueError, RecursionError):
        return _Record(place, {}, MALFORMED, element, Includes())
    if not isinstance(value, dict):
        return _Record(place, {}, NO_OBJECT, element, Includes())
    place = place._replace(repairs=repairs)
    # A page of Twitter's interface 2 that holds one tweet instead of a list.
    if isinstance(value.get("data"), dict) and is_version_2(value["data"]):
        includes = Includes.of(value.get("includes"))
        return _Record(place, value["data"], None, element, includes)
    return _Record(place, value, None, element, Includes())


def _loaded(content: bytes) -> tuple[Any, tuple[str, ...]]:
    """Return what some JSON means, and what was mended to read it.

    Raises:
        ValueError: if it is none.
    """
    try:
        return msgspec.json.decode(content), ()
    except (msgspec.MsgspecError, UnicodeDecodeError):
        text = content.decode(errors="replace")
    repairs = (UNDECODABLE,) if text.encode() != content else ()
    value = json.loads(text, strict=False)
    written = json.dumps(value, ensure_ascii=False)
    whole = SURROGATE.sub("\ufffd", written)
    if whole == written:
        return value, repairs
    return json.loads(whole, strict=False), (*repairs, SURROGATES)


def _with_includes(records: Iterable[_Record]) -> Iterator[_Record]:
    """Yield the records, those of a page of interface 2 with what they refer to.

    That stands after them, so they wait for it; but not if they are more than 64 MiB.
    """
    waiting: list[_Record] = []
    n_bytes = 0
    for record in records:
        page, is_includes = record.element.page, record.element.is_includes
        if is_includes:
            includes = Includes.of(record.value)
            waiting = [replace(earlier, includes=includes) for earlier in waiting]
        is_over = waiting and page != waiting[0].element.page
        if is_includes or is_over or n_bytes > MAX_BYTES:
            yield from waiting
            waiting, n_bytes = [], 0
        if waiting or (page is not None and is_version_2(record.value)):
            waiting.append(record)
            n_bytes += len(record.element.content)
        elif record.problem or not is_includes:
            yield record
    yield from waiting


def _mapped(record: _Record, fields: Mapping[str, str]) -> Item:
    """Return the document of a record by a mapping of its fields."""
    values = {ours: _at(record.value, path) for ours, path in fields.items()}
    words = "html" if "html" in fields else "text"
    if values[words] is MISSING:
        return record.place.bad(f"no field {fields[words]!r}")
    known = {ours: value for ours, value in values.items() if value is not MISSING}
    return document(known, record.place)


def _at(value: Any, path: str) -> Any:
    """Return what is at a path such as ``user.screen_name``, or ``MISSING``."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return MISSING
        value = value[key]
    return value


def _check(fields: Mapping[str, str]) -> None:
    if not isinstance(fields, Mapping):
        raise UserError(
            f"fields is {fields!r}; write auto, or for each of {', '.join(NAMES)} "
            "that there is the key it is under."
        )
    for ours in fields:
        if ours not in NAMES:
            raise UserError(
                f"fields.{ours} means nothing to the pipeline; "
                f"{suggestion(ours, [*NAMES])}."
            )
    if ("text" in fields) == ("html" in fields):
        raise UserError(
            "fields names no text; give fields.text, or fields.html if it is HTML, and "
            "not both."
        )
