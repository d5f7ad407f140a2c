"""Say, before anything runs, which files are read by whom, in which shards.

A shard is what one job reads: a file, or several small ones of a source.
"""

import glob
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from lasthope.config import keywords
from lasthope.errors import UserError
from lasthope.fetch import ARCHIVE, files_of
from lasthope.ingest import BY_HAND, READERS
from lasthope.validation import suggestion


@dataclass(frozen=True)
class Shard:
    """What one job reads.

    Attributes:
        name: of the shard, and of its folder in the results.
        source: name of the source.
        reader: name of the reader.
        files: paths, in canonical order.
        first: number of the first of them among the source's files.
        archive: what the configuration says of the source; empty for statements.
    """

    name: str
    source: str
    reader: str
    files: tuple[str, ...]
    first: int
    archive: Mapping[str, Any]

    def as_parameter(self) -> dict[str, Any]:
        """Return it as plain data, so that Snakemake sees when it changes."""
        return asdict(self) | {"files": list(self.files)}


def plan(config: Mapping[str, Any], registry: pd.DataFrame) -> dict[str, Shard]:
    """Return the shards of a case by name, statements first.

    Args:
        config: the whole configuration.
        registry: table ``sources``.

    Raises:
        UserError: if a source is unknown, has no files or bears another's name.
    """
    shards = {}
    for path in config["data"]["statements"]:
        name = Path(path).stem
        if name in shards:
            raise UserError(
                f"the configuration: two files in 'data.statements' are called {name}; "
                "rename one, since the name is the source's."
            )
        shards[name] = Shard(name, name, BY_HAND, (path,), 0, {})
    for source, archive in config["ingest"]["archives"].items():
        if source in shards:
            raise UserError(
                f"the configuration: 'ingest.archives.{source}' bears the name of a "
                "statements file; rename one of them."
            )
        more = _shards(source, archive, registry, config["ingest"]["shard_bytes"])
        for name in more.keys() & shards.keys():
            raise UserError(
                f"the configuration: a shard of the archive {source!r} and a "
                f"statements file are both called {name!r}; rename one of them."
            )
        shards |= more
    if not shards:
        raise UserError(
            "the configuration: neither 'data.statements' nor 'ingest.archives' names "
            "anything to read; name a file of statements or an archive."
        )
    return shards


def _shards(
    source: str, archive: Mapping[str, Any], registry: pd.DataFrame, most_bytes: int
) -> dict[str, Shard]:
    sized = _on_disk(source, archive) or _registered(source, archive, registry)
    name = _reader_of(source, archive, registry)
    _check_options(source, name, archive.get("options", {}))
    groups: list[list[str]] = []
    room = 0
    for path, size in sized:
        if not groups or size > room:
            groups.append([])
            room = most_bytes
        groups[-1].append(path)
        room -= size
    shards, first = {}, 0
    for number, files in enumerate(groups):
        shard = Shard(
            f"{source}-{number:04d}", source, name, tuple(files), first, archive
        )
        shards[shard.name] = shard
        first += len(files)
    return shards


def _on_disk(source: str, archive: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return the files that the configuration names itself, with their sizes."""
    sized: dict[str, int] = {}
    for pattern in archive.get("files", []):
        # A name may hold what looks like a pattern.
        paths = [pattern] if os.path.isfile(pattern) else _matching(pattern)
        found = [path for path in paths if os.path.isfile(path)]
        if not found:
            raise UserError(
                f"the configuration: 'ingest.archives.{source}.files' names {pattern}, "
                "which is no file and matches none; correct the path or pattern."
            )
        sized |= {path: os.path.getsize(path) for path in found}
    return sorted(sized.items())


def _matching(pattern: str) -> list[str]:
    return glob.glob(pattern, recursive=True)


def _registered(
    source: str, archive: Mapping[str, Any], registry: pd.DataFrame
) -> list[tuple[str, int]]:
    """Return the registered files of a source, with their sizes."""
    if "reader" in archive:
        raise UserError(
            f"the configuration: 'ingest.archives.{source}' names a reader but no "
            "files; give 'files', or leave the reader to the registry."
        )
    wanted = set(files_of(registry, source))
    rows = registry[registry["source"].eq(source) & registry["file"].isin(wanted)]
    paths = [f"{ARCHIVE}/{source}/{file}" for file in rows["file"]]
    return sorted(zip(paths, rows["bytes"].astype(int), strict=True))


def _reader_of(source: str, archive: Mapping[str, Any], registry: pd.DataFrame) -> str:
    if "files" in archive and "reader" not in archive:
        raise UserError(
            f"the configuration: 'ingest.archives.{source}' names files but no reader; "
            f"give 'reader', one of {', '.join(READERS)}."
        )
    if "files" in archive and "side" not in archive:
        raise UserError(
            f"the configuration: 'ingest.archives.{source}.side' is missing; say whose "
            "words these are."
        )
    registered = registry.loc[registry["source"].eq(source), "reader"].unique()
    if "reader" not in archive and len(registered) > 1:
        raise UserError(
            f"the registry names several readers for the source {source!r} "
            f"({', '.join(sorted(registered))}); give each a source of its own."
        )
    name = archive.get("reader") or registered[0]
    if name not in READERS:
        raise UserError(
            f"the source {source!r} wants the reader {name!r}, which there is not; "
            f"{suggestion(name, [*READERS])}."
        )
    return str(name)


def _check_options(source: str, name: str, options: Mapping[str, Any]) -> None:
    """Check that a reader is given all of its options and no others.

    The reader's code is read, not imported: some bring libraries that take seconds.
    """
    known = keywords(Path(__file__).with_name(f"{READERS[name]}.py"), "read") or []
    where = f"the configuration: 'ingest.archives.{source}.options'"
    for unknown in sorted(set(options) - set(known)):
        told = suggestion(unknown, known) if known else "it takes none"
        raise UserError(f"{where}: the reader {name} takes no {unknown!r}; {told}.")
    for missing in (option for option in known if option not in options):
        raise UserError(
            f"{where}: the reader {name} needs {missing!r}; add it as docs/archives.md "
            "tells."
        )
