"""Turn what readers find into the columns of the table ``documents``.

The work is done on whole columns, and in Python only for rows that need it: a million
posts pass here, and what costs a microsecond a row costs a second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import quote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lasthope.ingest.digests import hex_digests, text_buffers
from lasthope.ingest.known_ids import KnownIds
from lasthope.ingest.reading import Found
from lasthope.streaming import arrow_schema

SAME_ID = "same id as an earlier record"
STRING, MOMENT = pa.string(), pa.timestamp("us", "UTC")
# Types of the columns that a reader fills, named as in ``Found``; the others are text.
FOUND_TYPES = {
    "created_at": MOMENT,
    "created_until": MOMENT,
    "quoted_from": pa.int64(),
    "is_repost": pa.bool_(),
    "is_complete": pa.bool_(),
    "repairs": pa.list_(STRING),
}
# Pseudonyms are remembered of so many, some 200 bytes each.
KNOWN_HANDLES = 2**20
# Which bytes are no letter or digit.
IS_ODD = np.array([not chr(byte).isalnum() or byte > 127 for byte in range(256)])
DEFAULTS = {field.name: field.default for field in fields(Found)} | {"repairs": None}
SCHEMA = arrow_schema("documents")
# A short name for a text where the source has no id for it.
HASH_DIGITS = 16


@dataclass(frozen=True)
class Source:
    """What holds for all documents of a source; see the table ``documents``."""

    name: str
    side: str
    kind: str
    organisation: str | None
    author: str | None
    role: str | None
    is_public: bool
    cited_from: str | None


class Columns:
    """Completes the documents of one shard, and knows which ids it has met.

    It holds 16 bytes of the id of each document of the shard.
    """

    def __init__(self, source: Source, pseudonym: Callable[[str], str]) -> None:
        """Begin a shard.

        Args:
            source: what holds for all documents.
            pseudonym: makes a handle a pseudonym; called once for each, or again
                where there are more than can be remembered.
        """
        self._source = source
        self._pseudonym = pseudonym
        self._pseudonyms: dict[str, str] = {}
        self._known_ids = KnownIds()
        self._occurrences: dict[str, int] = {}

    def complete(
        self, found: pa.Table, *, file_sha256: str, file_number: int
    ) -> tuple[pa.Table, dict[str, int]]:
        """Return documents as in the contract, and how many were dropped, by reason.

        Of records with the same native id the first is kept.

        Args:
            found: columns named as the attributes of ``Found``; absent ones have its
                defaults, ``repairs`` are lists of strings.
            file_sha256: of the file they stand in.
            file_number: of this file among those of the source.
        """
        is_new = self._are_new(found)
        kept = found if is_new is None else found.filter(is_new)
        n_dropped = len(found) - len(kept)
        columns = found_columns(kept)
        native_id = _escaped(columns["native_id"])
        n_rows = len(native_id)
        text_sha256 = hex_digests(columns["text"])
        stem = pc.coalesce(
            native_id, self._made_ids(native_id, text_sha256, file_number)
        )
        source = self._source
        columns |= {
            "doc_id": self._with_source(stem),
            "author": self._authors(columns["author"]),
            "replies_to": self._with_source(_escaped(columns["replies_to"])),
            "echo_of": self._with_source(_escaped(columns["echo_of"])),
            "quoted_author": self._quoted_authors(columns["quoted_author"]),
            "text_sha256": text_sha256,
            "repairs": _joined(columns["repairs"]),
        }
        same = {
            **{"source": source.name, "kind": source.kind, "side": source.side},
            **{"organisation": source.organisation, "role": source.role},
            **{"is_public": source.is_public, "cited_from": source.cited_from},
            **{"file_sha256": file_sha256, "weight": 1.0},
        }
        arrays = [
            columns[field.name]
            if field.name in columns
            else _repeated(same.get(field.name), n_rows, field.type)
            for field in SCHEMA
        ]
        dropped = {SAME_ID: n_dropped} if n_dropped else {}
        return pa.Table.from_arrays(arrays, schema=SCHEMA), dropped

    def _are_new(self, found: pa.Table) -> pa.BooleanArray | None:
        """Tell which records have an id not met before, or none; null if all have."""
        if "native_id" not in found.column_names:
            return None
        is_new = self._known_ids.are_new(_whole(found["native_id"]).cast(STRING))
        return None if is_new is None else pa.array(is_new)

    def _made_ids(
        self, native_id: pa.StringArray, text_sha256: pa.StringArray, file_number: int
    ) -> pa.StringArray:
        """Return ids for the records that have none, null for the others.

        They are made of the text, not of its place, so that they stay when rows are
        added or moved.
        """
        if not native_id.null_count:
            return pa.nulls(len(native_id), STRING)
        made: list[str | None] = []
        for native, digest in zip(
            native_id.to_pylist(), text_sha256.to_pylist(), strict=True
        ):
            if native is not None:
                made.append(None)
                continue
            name = f"{digest[:HASH_DIGITS]}.{file_number}"
            occurrence = self._occurrences.get(name, 0)
            self._occurrences[name] = occurrence + 1
            made.append(f"{name}.{occurrence}")
        return pa.array(made, STRING)

    def _with_source(self, ids: pa.StringArray) -> pa.StringArray:
        return pc.binary_join_element_wise(f"{self._source.name}:", ids, "")

    def _authors(self, author: pa.StringArray) -> pa.StringArray:
        if not self._source.is_public:
            return self._private(author)
        if self._source.author is None:
            return author
        return author.fill_null(self._source.author)

    def _quoted_authors(self, author: pa.StringArray) -> pa.StringArray:
        """Return whom the documents quote; a private person even where they are not."""
        return author if self._source.kind == "statement" else self._private(author)

    def _private(self, handles: pa.StringArray) -> pa.StringArray:
        """Return the pseudonyms of handles."""
        if handles.null_count == len(handles):
            return handles
        encoded = handles.dictionary_encode()
        known = self._pseudonyms
        names = encoded.dictionary.to_pylist()
        for name in names:
            if name not in known:
                known[name] = self._pseudonym(name)
        pseudonyms = [known[name] for name in names]
        if len(known) > KNOWN_HANDLES:
            known.clear()
        return pa.array(pseudonyms, STRING).take(encoded.indices)


def table_of(found: Sequence[Found]) -> pa.Table:
    """Return records as a table with a column per attribute of ``Found``.

    Lone surrogates, which no file can hold, become U+FFFD.
    """
    columns = {}
    for name in DEFAULTS:
        values = [getattr(one, name) for one in found]
        kind = FOUND_TYPES.get(name, STRING)
        columns[name] = _strings(values) if kind == STRING else pa.array(values, kind)
    return pa.table(columns)


def found_columns(found: pa.Table) -> dict[str, pa.Array]:
    """Return the columns of ``Found``, each whole and of its type.

    Empty ids and names are as good as none.
    """
    columns = {}
    for name, default in DEFAULTS.items():
        kind = FOUND_TYPES.get(name, STRING)
        if name in found.column_names:
            column = _whole(found[name]).cast(kind)
        else:
            column = _repeated(default, len(found), kind)
        columns[name] = column
    for name in ("native_id", "author", "replies_to", "echo_of", "quoted_author"):
        columns[name] = _without_empty(columns[name])
    return columns


def _strings(values: list[Any]) -> pa.StringArray:
    """Return strings as an array, lone surrogates replaced."""
    try:
        return pa.array(values, STRING)
    except UnicodeEncodeError:
        encoded = [
            None if one is None else one.encode("utf-16", "surrogatepass")
            for one in values
        ]
        return pa.array(
            [one and one.decode("utf-16", "replace") for one in encoded], STRING
        )


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece; if it is, without a copy."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _without_empty(strings: pa.StringArray) -> pa.StringArray:
    is_empty = pc.equal(pc.binary_length(strings), 0)
    return pc.if_else(is_empty, None, strings) if pc.any(is_empty).as_py() else strings


def _escaped(ids: pa.StringArray) -> pa.StringArray:
    """Return ids in which all but letters, digits and ``-._~`` is percent-encoded."""
    places, content = text_buffers(ids)
    if not IS_ODD[content[places[0] : places[-1]]].any():
        return ids
    is_odd = pc.invert(pc.ascii_is_alnum(ids)).fill_null(False)
    escaped = [quote(one, safe="") for one in ids.filter(is_odd).to_pylist()]
    return pc.replace_with_mask(ids, is_odd, pa.array(escaped, STRING))


def _joined(repairs: pa.ListArray) -> pa.StringArray:
    """Return what was mended as one string a row."""
    if repairs.null_count == len(repairs):
        return pa.nulls(len(repairs), STRING)
    rows = np.flatnonzero(pc.greater(pc.list_value_length(repairs), 0).fill_null(False))
    joined = [", ".join(sorted(set(names))) for names in repairs.take(rows).to_pylist()]
    places = np.full(len(repairs), len(joined))
    places[rows] = np.arange(len(joined))
    return pa.array([*joined, None], STRING).take(pa.array(places))


def _repeated(value: Any, n_rows: int, kind: pa.DataType) -> pa.Array:
    if value is None:
        return pa.nulls(n_rows, kind)
    return pa.repeat(pa.scalar(value, kind), n_rows)
