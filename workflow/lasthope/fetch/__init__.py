"""Bring a registered archive here, and refuse it unless its hash is right."""

import logging
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

import pandas as pd

from lasthope.errors import UserError
from lasthope.fetch.mirrors import Expected, Unavailable, Wrong, copy_from_mirror
from lasthope.tables import write_with
from lasthope.validation import suggestion

LOG = logging.getLogger("lasthope.fetch")

# Where fetched files lie, as <source>/<file>.
ARCHIVE = "data/archive"


def fetch(
    sources: pd.DataFrame,
    path: str,
    *,
    source: str,
    file: str,
    mirrors: Sequence[str],
    attempts: int,
    timeout_seconds: float,
    sleep: Callable[[float], object] = time.sleep,
) -> str:
    """Bring one registered file to ``path`` and return where it came from.

    Mirrors are tried in order, then the registered URL. What came of a download that
    failed stays beside ``path`` and is gone on with the next time.

    Args:
        sources: the registry.
        path: where to write the file.
        source: name of the source.
        file: path of the file within the source.
        mirrors: folders that hold ``<source>/<file>``, or the same file under
            another name below ``<source>``.
        attempts: how many times in a row a server may fail.
        timeout_seconds: how long a server may be silent.
        sleep: called with the seconds of each pause between attempts.

    Raises:
        UserError: if the file is not registered, or no place gives a file of the
            registered size and hash; then nothing is at ``path``.
    """
    entry = registered(sources, source=source, file=file)
    expected = Expected(int(entry["bytes"]), str(entry["sha256"]))
    part = Path(path).with_name(f".{Path(path).name}.download.part")
    failures = []
    for mirror in mirrors:
        try:
            origin = copy_from_mirror(
                mirror, source=source, file=file, path=path, expected=expected
            )
        except Unavailable as error:
            failures.append(f"{mirror} ({error})")
            if isinstance(error, Wrong):
                LOG.warning("%s in %s: %s; not used", file, mirror, error)
            continue
        part.unlink(missing_ok=True)
        return origin
    if pd.isna(entry["url"]):
        failures.append("the web (the registry has no address)")
        raise _nowhere(source, file, failures)
    # This imports requests, which takes a while and nothing else here needs.
    from lasthope.fetch.downloading import download

    def bring(temporary: str) -> None:
        download(
            entry["url"],
            str(part),
            expected,
            attempts=attempts,
            timeout_seconds=timeout_seconds,
            sleep=sleep,
        )
        os.replace(part, temporary)

    try:
        write_with(path, bring)
    except Unavailable as error:
        failures.append(f"{entry['url']} ({error})")
        raise _nowhere(source, file, failures) from error
    return str(entry["url"])


def _nowhere(source: str, file: str, failures: list[str]) -> UserError:
    return UserError(
        f"{source}/{file} cannot be had as registered from {', '.join(failures)}; "
        "check the network, or name a folder that holds the file in 'fetch.mirrors' or "
        "LASTHOPE_MIRROR."
    )


def registered(sources: pd.DataFrame, *, source: str, file: str) -> pd.Series:
    """Return the registry's row of a file.

    Raises:
        UserError: if there is none, or it would lie outside its source's folder.
    """
    files = files_of(sources, source)
    rows = sources[(sources["source"] == source) & (sources["file"] == file)]
    if len(rows) != 1:
        raise UserError(
            f"the source {source!r} has {len(rows)} files called {file!r} in the "
            f"registry, expected one; {suggestion(file, files)}."
        )
    if ".." in PurePosixPath(source, file).parts or PurePosixPath(file).is_absolute():
        raise UserError(
            f"the file {file!r} of the source {source!r} would lie outside its folder; "
            "correct its path in the registry."
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
