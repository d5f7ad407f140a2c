"""Read a shard by what the configuration and the registry say of its source."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from lasthope.errors import UserError
from lasthope.ingest import BY_HAND, UNPACKING, reader, statements
from lasthope.ingest.columns import Source
from lasthope.ingest.plan import Shard
from lasthope.ingest.reading import About
from lasthope.ingest.shard import Reader, Tally, read_shard
from lasthope.people import Pseudonyms, key
from lasthope.streaming import as_part


def parts(
    shard: Shard,
    tally: Tally,
    *,
    registry: pd.DataFrame,
    schema: Mapping[str, Any],
    key_file: Path,
) -> Iterator[pa.Table]:
    """Yield the documents of a shard, in parts.

    Args:
        shard: what to read.
        tally: is filled while the parts are taken.
        registry: table ``sources``.
        schema: JSON schema of statements.
        key_file: where the key of the pseudonyms lies, or is made.

    Raises:
        UserError: if the source is described wrongly, or its files are not what the
            description says.
    """
    if shard.reader == BY_HAND:
        documents = statements.read(shard.files[0], schema, tally)
        yield as_part(documents, "documents")
        return
    yield from read_shard(
        shard.files,
        reader_of(shard),
        about(shard),
        source_of(shard, registry),
        Pseudonyms(key(key_file)),
        tally,
        first=shard.first,
    )


def reader_of(shard: Shard) -> Reader:
    """Return the reader of a shard with its options."""
    options = dict(shard.archive.get("options", {}))
    return Reader(reader(shard.reader), options, shard.reader not in UNPACKING)


def about(shard: Shard) -> About:
    """Return what is known of a shard's files beforehand.

    Raises:
        UserError: if the day of capture is no date.
    """
    captured = shard.archive.get("captured")
    try:
        return About(shard.source, date.fromisoformat(captured) if captured else None)
    except ValueError as error:
        raise UserError(
            f"the configuration: 'ingest.archives.{shard.source}.captured' is "
            f"{captured!r}, which is not a day in the calendar; write YYYY-MM-DD."
        ) from error


def source_of(shard: Shard, registry: pd.DataFrame) -> Source:
    """Return what holds for all documents of a source."""
    rows = registry[registry["source"].eq(shard.source)]
    registered = rows.iloc[0].to_dict() if len(rows) else {}
    archive = shard.archive
    return Source(
        name=shard.source,
        side=archive.get("side") or registered["side"],
        kind=archive.get("kind", "post"),
        organisation=archive.get("organisation"),
        author=archive.get("author"),
        role=archive.get("role"),
        is_public=archive.get("is_public", False),
        cited_from=archive.get("citation") or registered.get("citation"),
    )
