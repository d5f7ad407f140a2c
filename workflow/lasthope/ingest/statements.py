"""Read public statements from a YAML file (``data/statements/*.yaml``).

The file is written by hand, so nothing in it is quarantined: a mistake stops the run
with the line it stands on.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

from lasthope.dates import start_and_precision
from lasthope.errors import UserError
from lasthope.ingest.tally import Tally
from lasthope.schemas import DOCUMENTS
from lasthope.tables import check
from lasthope.text import words
from lasthope.validation import Source, check_source, load_yaml, suggestion

# A statement begins so, as one of a list.
NEXT = b"  - "
CONTAINED = "contained in another statement"


def read(path: str, schema: Mapping[str, Any], tally: Tally) -> pd.DataFrame:
    """Return the documents of a statements file; its name is the source.

    Args:
        path: the YAML file.
        schema: the JSON schema it must follow.
        tally: what became of the records is added to it.

    Raises:
        UserError: for anything that is wrong in the file, with the line.
    """
    source = load_yaml(path)
    check_source(source, schema)
    check_meaning(source)
    name = Path(path).stem
    content = Path(path).read_bytes()
    file_sha256 = sha256(content).hexdigest()
    statements = source.data["statements"]
    rows = [
        document(statement, source.data["publications"])
        | {
            "doc_id": f"{name}:{statement['id']}",
            "source": name,
            "file_sha256": file_sha256,
            "locator": source.where(("statements", index)).rpartition(", ")[2],
        }
        for index, statement in enumerate(statements)
        if "part_of" not in statement
    ]
    tally.files.append((path, file_sha256, len(content)))
    tally.n_read += len(statements)
    tally.n_kept += len(rows)
    tally.dropped[CONTAINED] += len(statements) - len(rows)
    return check(pd.DataFrame(rows, columns=list(DOCUMENTS.columns)), "documents")


def raw(file: BinaryIO, locator: str) -> bytes:
    """Return the lines of the statement that begins at ``line n``."""
    lines = file.read().splitlines(keepends=True)
    start = int(locator.removeprefix("line ")) - 1
    after = (n for n in range(start + 1, len(lines)) if lines[n].startswith(NEXT))
    return b"".join(lines[start : next(after, len(lines))])


def document(statement: dict[str, Any], publications: dict[str, Any]) -> dict[str, Any]:
    """Return one statement as a row of ``documents``, but for where it was read."""
    created_at, precision = when(statement["date"])
    publication = publications[statement["quoted_in"]]
    text = statement["text"]
    return {
        "kind": "statement",
        "side": statement["side"],
        "organisation": statement["organisation"],
        "author": statement["speaker"],
        "role": statement["role"],
        "addressee": statement["addressee"],
        "medium": statement["medium"],
        "venue": statement["venue"],
        "cited_from": "{publisher}, “{title}”, {date}".format(**publication),
        "lead_in": statement.get("lead_in"),
        "note": statement.get("note"),
        "is_public": statement["side"] != "users",
        "is_complete": statement["extent"] == "complete",
        "created_at": created_at,
        "created_precision": precision,
        "text": text,
        "text_sha256": sha256(text.encode()).hexdigest(),
        "n_words": len(words(text)),
        "is_repost": False,
        "weight": 1.0,
    }


def when(date: str | None) -> tuple[datetime | None, str]:
    """Return the start of a date and its precision, which its form tells.

    >>> when("2021-01")
    (datetime.datetime(2021, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), 'month')
    """
    if date is None:
        return None, "unknown"
    start, precision = start_and_precision(date)
    return start.replace(tzinfo=UTC), precision


def check_meaning(source: Source) -> None:
    """Check what a schema cannot: ids, dates, references and names.

    Raises:
        UserError: for the first mistake, with its line.
    """
    publications = source.data["publications"]
    for name, publication in publications.items():
        _check_date(source, ("publications", name, "date"), publication["date"])
    texts: dict[str, str] = {}
    for index, statement in enumerate(source.data["statements"]):
        place = ("statements", index)
        if statement["id"] in texts:
            raise UserError(
                f"{source.where((*place, 'id'))}: the id {statement['id']!r} is used "
                "twice; give each statement an id of its own."
            )
        texts[statement["id"]] = statement["text"]
        _check_date(source, (*place, "date"), statement["date"])
        _check_names(source, place, statement)
        if statement["quoted_in"] not in publications:
            raise UserError(
                f"{source.where((*place, 'quoted_in'))}: no publication is called "
                f"{statement['quoted_in']!r}; "
                f"{suggestion(statement['quoted_in'], [*publications])}."
            )
    for index, statement in enumerate(source.data["statements"]):
        if "part_of" in statement:
            _check_part(source, ("statements", index), statement, texts)


def _check_date(source: Source, place: tuple[str | int, ...], date: str | None) -> None:
    try:
        when(date)
    except ValueError as error:
        raise UserError(
            f"{source.where(place)}: {date!r} is not a date in the calendar; "
            "write YYYY-MM-DD, YYYY-MM or YYYY."
        ) from error


def _check_names(
    source: Source, place: tuple[str | int, ...], statement: dict[str, Any]
) -> None:
    """Private people stay unnamed; everyone else is somebody."""
    names = [statement["speaker"], statement["organisation"]]
    if statement["side"] == "users" and any(names):
        raise UserError(
            f"{source.where((*place, 'side'))}: users are private people and stay "
            "unnamed; set speaker and organisation to null."
        )
    if statement["side"] != "users" and not any(names):
        raise UserError(
            f"{source.where((*place, 'speaker'))}: {statement['id']!r} has neither "
            "speaker nor organisation; give at least one."
        )


def _check_part(
    source: Source,
    place: tuple[str | int, ...],
    statement: dict[str, Any],
    texts: dict[str, str],
) -> None:
    whole = statement["part_of"]
    where = source.where((*place, "part_of"))
    if whole not in texts or whole == statement["id"]:
        others = [name for name in texts if name != statement["id"]]
        raise UserError(
            f"{where}: no other statement is called {whole!r}; "
            f"{suggestion(whole, others)}."
        )
    # A quotation's last comma or full stop is often the quoting article's.
    part = re.sub(r"[.,;]$", "", statement["text"].strip())
    if part not in texts[whole]:
        raise UserError(
            f"{where}: the text of {statement['id']!r} does not occur in {whole!r}; "
            "remove part_of or correct the text."
        )
