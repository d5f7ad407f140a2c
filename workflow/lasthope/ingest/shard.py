"""Read the files of one shard, whatever their reader, and account for every record."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
from tqdm import tqdm

from lasthope.errors import UserError
from lasthope.ingest.columns import Columns, Source, table_of
from lasthope.ingest.opening import Opened, buffered, opened
from lasthope.ingest.reading import About, Bad, Block, Dropped, Found, Item
from lasthope.ingest.tally import Tally

# Records of one document each that are made a part of the table together.
RECORDS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Reader:
    """A reader with what its source's entry in the configuration says.

    Attributes:
        module: has ``read`` and ``raw``.
        options: of both, by name.
        unpack: whether files are unpacked for it.
    """

    module: ModuleType
    options: dict[str, Any]
    unpack: bool

    def read(self, file: Any, about: About) -> Iterator[Item]:
        """Yield what the module finds in a stream."""
        return iter(self.module.read(file, about, **self.options))


def read_shard(
    files: Sequence[str],
    reader: Reader,
    about: About,
    source: Source,
    pseudonym: Callable[[str], str],
    tally: Tally,
    *,
    first: int,
) -> Iterator[pa.Table]:
    """Yield the documents of some files, in parts.

    Args:
        files: their paths.
        reader: what reads them.
        about: what is known of them beforehand.
        source: what fills the columns that are the same for all documents.
        pseudonym: makes a private person's handle a pseudonym.
        tally: is filled while the parts are taken.
        first: number of the first file among the files of its source.

    Raises:
        UserError: if the reader's options do not fit the file, with the file's name.
    """
    columns = Columns(source, pseudonym)
    for number, path in enumerate(tqdm(files, unit="file", delay=5), start=first):
        with open(path, "rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        tally.files.append((path, digest, Path(path).stat().st_size))
        try:
            for found in _found(path, reader, about, digest, tally):
                part, repeated = columns.complete(
                    found, file_sha256=digest, file_number=number
                )
                tally.dropped.update(repeated)
                tally.n_kept += len(part)
                yield part
        except UserError as error:
            raise UserError(f"{path}: {error}") from error


def _found(
    path: str, reader: Reader, about: About, digest: str, tally: Tally
) -> Iterator[pa.Table]:
    """Yield what is found in a file, in parts; count everything else."""
    for stream in opened(path, unpack=reader.unpack):
        waiting: list[Found] = []
        for item in _items(stream, reader, about):
            if isinstance(item, Found):
                waiting.append(item)
                tally.n_read += 1
            elif isinstance(item, Block):
                if waiting:
                    yield table_of(waiting)
                    waiting = []
                tally.n_read += len(item.found) + sum(item.dropped.values())
                tally.dropped.update(item.dropped)
                _quarantine(item.bad, digest, tally)
                yield item.found
            elif isinstance(item, Dropped):
                tally.n_read += 1
                tally.dropped[item.reason] += 1
            else:
                _quarantine([item], digest, tally)
            if len(waiting) == RECORDS_AT_ONCE:
                yield table_of(waiting)
                waiting = []
        if waiting:
            yield table_of(waiting)


def _items(stream: Opened, reader: Reader, about: About) -> Iterator[Item]:
    """Yield the items of one stream, their locators with the member they are in."""
    if stream.stream is None:
        yield Bad(stream.member or "file", str(stream.refused), b"")
        return
    for item in reader.read(buffered(stream.stream), about):
        yield _in_member(item, stream.member)
    if stream.stream.problem:
        yield Bad(_located("end", stream.member), stream.stream.problem, b"")


def _located(locator: str, member: str) -> str:
    return f"{member}!{locator}" if member else locator


def _in_member(item: Item, member: str) -> Item:
    """Return an item with the member's name in its locators."""
    if not member:
        return item
    if isinstance(item, Block):
        names = [_located(one, member) for one in item.found["locator"].to_pylist()]
        place = item.found.schema.get_field_index("locator")
        found = item.found.set_column(place, "locator", pa.array(names, pa.string()))
        bad = [replace(one, locator=_located(one.locator, member)) for one in item.bad]
        return item._replace(found=found, bad=bad)
    return replace(item, locator=_located(item.locator, member))


def _quarantine(bad: Sequence[Bad], digest: str, tally: Tally) -> None:
    tally.n_read += len(bad)
    for one in bad:
        content = sha256(one.content).hexdigest()
        # The same few reasons come back a million times.
        tally.quarantined.append((digest, one.locator, sys.intern(one.reason), content))
