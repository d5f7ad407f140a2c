"""Find the raw bytes that a document came from."""

from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from lasthope.errors import UserError
from lasthope.ingest import UNPACKING, reader
from lasthope.ingest.opening import buffered, opened
from lasthope.tables import read_table

PLACE = ["file_sha256", "locator"]


def raw_of(doc_id: str, config: Mapping[str, Any]) -> bytes:
    """Return the bytes that a document of a finished case came from.

    Args:
        doc_id: the document.
        config: the configuration of the case.

    Raises:
        UserError: if the case has not run, has no such document, or if the file is
            gone or was changed.
    """
    results = Path("results", config["case"], "ingest")
    if not (results / "files.csv").is_file():
        raise UserError(
            f"{results}: holds no results; run the case {config['case']} first."
        )
    files = read_table(str(results / "files.csv"), "files")
    for shard in files["shard"].unique():
        table = results / shard / "documents.parquet"
        rows = pq.read_table(table, columns=PLACE, filters=[("doc_id", "==", doc_id)])
        for digest, locator in zip(*rows.to_pydict().values(), strict=True):
            read = files["shard"].eq(shard) & files["file_sha256"].eq(digest)
            return _raw(files[read].iloc[0], locator, config)
    raise UserError(
        f"no document of the case {config['case']} is called {doc_id!r}; ids are in "
        f"the tables below {results}/."
    )


def raw(
    path: str, locator: str, *, reader_name: str, options: Mapping[str, Any]
) -> bytes:
    """Return the bytes that a locator points to.

    Args:
        path: the file.
        locator: as in the table ``documents``.
        reader_name: name of the reader that wrote the locator.
        options: of the reader.

    Raises:
        UserError: if the file has no such place.
    """
    unpack = reader_name not in UNPACKING
    for stream in opened(path, unpack=unpack):
        member, inner = "", locator
        if unpack and stream.member:
            member, _, inner = locator.rpartition("!")
        if stream.stream is not None and member == stream.member:
            file = buffered(stream.stream)
            return bytes(reader(reader_name).raw(file, inner, **options))
    raise UserError(f"{path}: nothing stands at {locator!r}; was the file changed?")


def _raw(file: pd.Series, locator: str, config: Mapping[str, Any]) -> bytes:
    path = Path(file["path"])
    if not path.is_file():
        raise UserError(f"{path}: is no longer there; bring it back and ask again.")
    with path.open("rb") as stream:
        found = file_digest(stream, "sha256").hexdigest()
    if found != file["file_sha256"]:
        raise UserError(
            f"{path}: has changed since it was read (sha256 {found}); run the case "
            "again."
        )
    archive = config["ingest"]["archives"].get(file["source"], {})
    options = archive.get("options", {})
    return raw(str(path), locator, reader_name=file["reader"], options=options)
