"""Bring a registered archive here, and refuse it unless its hash is right."""

import shutil
import urllib.error
import urllib.request
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

import pandas as pd

from lasthope.errors import UserError
from lasthope.tables import write_with
from lasthope.validation import suggestion

# Where fetched files lie, as <source>/<file>.
ARCHIVE = "data/archive"
TIMEOUT_SECONDS = 60


def fetch(
    sources: pd.DataFrame, path: str, *, source: str, file: str, mirrors: Sequence[str]
) -> str:
    """Copy one registered file to ``path`` and return where it came from.

    A mirror is a folder that holds ``<source>/<file>``; mirrors are tried in order,
    then the registered URL.

    Raises:
        UserError: if the file is not registered, cannot be had, or has another hash
            than the registry says; then nothing is kept.
    """
    entry = registered(sources, source=source, file=file)
    found = [Path(mirror, source, file) for mirror in mirrors]
    origin = next((str(place) for place in found if place.is_file()), entry["url"])
    write_with(path, lambda part: _copy_checked(origin, part, entry["sha256"]))
    return origin


def registered(sources: pd.DataFrame, *, source: str, file: str) -> pd.Series:
    """Return the registry's row of a file.

    Raises:
        UserError: if there is none.
    """
    files = files_of(sources, source)
    rows = sources[(sources["source"] == source) & (sources["file"] == file)]
    if len(rows) != 1:
        raise UserError(
            f"the source {source!r} has {len(rows)} files called {file!r} in the "
            f"registry, expected one; {suggestion(file, files)}."
        )
    return rows.iloc[0]


def files_of(sources: pd.DataFrame, source: str) -> list[str]:
    """Return the registered files of a source, sorted.

    Raises:
        UserError: if the source is not registered.
    """
    files = sorted(sources.loc[sources["source"] == source, "file"])
    if not files:
        known = suggestion(source, sorted(sources["source"].unique()))
        raise UserError(f"no source is called {source!r} in the registry; {known}.")
    return files


def reader_of(sources: pd.DataFrame, path: str) -> str:
    """Return the name of the reader of a fetched file, ``…/<source>/<file>``.

    Raises:
        UserError: if the file is not registered.
    """
    source, file = path.removeprefix(f"{ARCHIVE}/").split("/", maxsplit=1)
    return str(registered(sources, source=source, file=file)["reader"])


def _copy_checked(origin: str, part: str, expected: str) -> None:
    _copy(origin, part)
    with open(part, "rb") as stream:
        found = file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise UserError(
            f"{origin}: its sha256 is {found}, but the registry expects {expected}; "
            "the file was not kept, so get an unchanged copy or correct the registry."
        )


def _copy(origin: str, part: str) -> None:
    if "://" not in origin:
        shutil.copyfile(origin, part)
        return
    try:
        with (
            urllib.request.urlopen(origin, timeout=TIMEOUT_SECONDS) as answer,
            open(part, "wb") as target,
        ):
            shutil.copyfileobj(answer, target)
    except urllib.error.URLError as error:
        reason = getattr(error, "reason", error)
        raise UserError(
            f"{origin}: cannot be fetched ({reason}); check the network, or name a "
            "folder that holds the file in 'fetch.mirrors' or LASTHOPE_MIRROR."
        ) from error
