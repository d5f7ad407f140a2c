"""Tell whether a run gave the same result as the published one, file by file."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

SAME, DIFFERENT, MISSING, UNEXPECTED = "same", "different", "missing", "unexpected"
# What verify itself writes is no result, and what is made on demand no part of one.
NO_RESULT = ("verify", "multiverse")
# Tables with a row per document, unit or record. Where a case reads archives, they hold
# private people's words and pseudonyms, which are other ones under another key.
ROWS = re.compile(
    r"(?:^|/)(?:ingest/(?:.+/.*|files\.csv|quarantine\.csv)|clean/.*\.parquet"
    r"|units/.*|embed/.*|tags/tags\.(?:parquet|csv)|topics/unit_topics\.parquet"
    r"|topics/representatives\.csv|topics/model/.*)$"
)


def is_published(name: str, config: Mapping[str, Any]) -> bool:
    """Tell whether a result may be published and must be the same on every machine.

    Args:
        name: path of the file within the results.
        config: the configuration of the case.
    """
    return not (config["ingest"]["archives"] and ROWS.search(name))


def verify(results: Path, reference: Path, config: Mapping[str, Any]) -> dict[str, Any]:
    """Compare two folders of results.

    Args:
        results: of this machine.
        reference: published.
        config: the configuration of the case.

    Returns:
        ``verdict`` (same or different), ``n_private`` (files that are not compared,
        for they hold private people's words) and ``files``: for every other file of
        either folder its name, verdict, both sha256 and, for a table that differs,
        the cells.
    """
    found = {name for name in _files(results) if is_published(name, config)}
    names = sorted(found | _files(reference))
    files = [_compare(results / name, reference / name, name) for name in names]
    agree = bool(files) and all(file["verdict"] == SAME for file in files)
    return {
        "verdict": SAME if agree else DIFFERENT,
        "n_private": len(_files(results) - found),
        "files": files,
    }


def lines(verdict: dict[str, Any]) -> list[str]:
    """Return a verdict as lines to print, the overall one last."""
    rows = []
    for file in verdict["files"]:
        detail = f"  ({file['detail']})" if file["detail"] else ""
        rows.append(f"{file['verdict']:>10}  {file['file']}{detail}")
    n_same = sum(file["verdict"] == SAME for file in verdict["files"])
    total = len(verdict["files"])
    answer = "the same result" if verdict["verdict"] == SAME else "NOT the same result"
    n_private = verdict["n_private"]
    private = f"{n_private} files with rows of archives are not compared"
    last = f"{n_same} of {total} files are the same: {answer}"
    return [*rows, *([private] if n_private else []), last]


def differences(found: pd.DataFrame, expected: pd.DataFrame) -> str:
    """Say in which cells two tables differ: how many, and which is the first.

    >>> differences(pd.DataFrame({"n": [1, 3]}), pd.DataFrame({"n": [1, 2]}))
    "1 cell differs; first: row 2, column 'n': 3, expected 2"
    """
    if list(found.columns) != list(expected.columns):
        here, there = list(found.columns), list(expected.columns)
        more = [name for name in here if name not in there]
        fewer = [name for name in there if name not in here]
        if not (more or fewer):
            return "the columns are in another order"
        return f"columns not expected: {more}; columns missing: {fewer}"
    if len(found) != len(expected):
        return f"{len(found)} rows, expected {len(expected)}"
    left, right = found.astype("str"), expected.astype("str")
    unequal = (left != right) & ~(found.isna() & expected.isna())
    n_unequal = int(unequal.to_numpy().sum())
    if not n_unequal:
        return "the cells are the same, the bytes are not"
    row, column = (int(place[0]) for place in unequal.to_numpy().nonzero())
    verb = "cell differs" if n_unequal == 1 else "cells differ"
    return (
        f"{n_unequal} {verb}; first: row {row + 1}, column {found.columns[column]!r}: "
        f"{found.iat[row, column]!s}, expected {expected.iat[row, column]!s}"
    )


def to_json(verdict: dict[str, Any]) -> str:
    """Return a verdict as JSON text."""
    return json.dumps(verdict, indent=2, ensure_ascii=False) + "\n"


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in NO_RESULT
    }


def _compare(found: Path, expected: Path, name: str) -> dict[str, Any]:
    digests = [_sha256(found), _sha256(expected)]
    if digests[0] == digests[1]:
        verdict = SAME
    elif None in digests:
        verdict = MISSING if digests[0] is None else UNEXPECTED
    else:
        verdict = DIFFERENT
    is_table = found.suffix in (".csv", ".parquet")
    has_cells = verdict == DIFFERENT and is_table
    return {
        "file": name,
        "verdict": verdict,
        "sha256": digests[0],
        "expected_sha256": digests[1],
        "detail": differences(_table(found), _table(expected)) if has_cells else "",
    }


def _sha256(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _table(path: Path) -> pd.DataFrame:
    """Read a table as it lies there, whatever its contract."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    return pd.read_csv(path, dtype="str", keep_default_na=False)
