"""Read what coders give back, strictly: every mistake is told with file and line."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lasthope.coding.annotations import rows_of_doccano, rows_of_label_studio
from lasthope.coding.sheets import DONE, FIXED, NOTE
from lasthope.coding.spans import Span, checked_spans
from lasthope.coding.spreadsheets import Row, rows_of_csv, rows_of_xlsx
from lasthope.coding_files import SAMPLE
from lasthope.errors import UserError
from lasthope.validation import suggestion

READERS = {
    ".csv": rows_of_csv,
    ".xlsx": rows_of_xlsx,
    ".json": rows_of_label_studio,
    ".jsonl": rows_of_doccano,
}
# What a cell may hold; spreadsheets write 1 as 1.0, or as 1,0 where a comma is the
# decimal sign, and people like to tick.
TICKS = {"": False} | dict.fromkeys(("0", "0.0", "0,0"), False)
TICKS |= dict.fromkeys(("1", "1.0", "1,0", "x"), True)
VERDICTS = {"0": False, "1": True}
CODINGS = ["coder", "item", "category", "is_present"]
SPANS = ["coder", "item", "category", "start", "end"]
# What spreadsheets and word processors put for straight quotes, dashes and spaces.
RETYPED = str.maketrans("‘’‚‛“”„‟–—−\u00a0\u202f", "''''\"\"\"\"---  ")
DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[.-][A-Z][a-z]{2}")


class Codings(NamedTuple):
    """What came back.

    Attributes:
        judged: coder, item, category and is_present, a row per judgement.
        notes: per coder the notes by item.
        spans: coder, item, category, start and end of what coders marked, in
            characters of the unit's text.
    """

    judged: pd.DataFrame
    notes: dict[str, dict[str, str]]
    spans: pd.DataFrame

    def marked_by(self, coder: str) -> dict[str, list[Span]]:
        """Return what a coder marked, by item."""
        marked: dict[str, list[Span]] = defaultdict(list)
        own = self.spans[self.spans["coder"].eq(coder)]
        for _, item, *place in own.itertuples(index=False, name=None):
            marked[item].append(Span(*place))
        return dict(marked)


def read_codings(
    paths: Sequence[str], texts: Mapping[str, str], categories: Collection[str]
) -> Codings:
    """Return the codings of all coders; a file is named after its coder.

    Args:
        paths: files that coders gave back.
        texts: the text of each unit of the sample by item.
        categories: those of the codebook. One that a sheet has no column for was not
            coded; a row that is not done is not read.

    Raises:
        UserError: for the first mistake.
    """
    judged: list[tuple[str, str, str, bool]] = []
    notes: dict[str, dict[str, str]] = defaultdict(dict)
    spans: list[tuple[str, str, str, int, int]] = []
    met: dict[tuple[str, str], str] = {}
    for path in paths:
        place, read = Path(path), READERS[Path(path).suffix]
        n_before = len(judged)
        for row in read(path):
            where = f"{path}, {_unit_of(place)} {row.line}"
            _check_columns(path, where, row)
            item = _item(where, row, texts)
            marks = _marks(where, row.cells, categories)
            if not _tick(where, DONE, row.cells.get(DONE, "")):
                _check_empty(where, marks)
                continue
            if (earlier := met.setdefault((place.stem, item), where)) != where:
                raise UserError(
                    f"{where}: {item} was coded already by {place.stem} in {earlier}; "
                    "each coder codes a unit once, so remove one."
                )
            judged += [(place.stem, item, name, mark) for name, mark in marks.items()]
            spans += [
                (place.stem, item, span.category, span.start, span.end)
                for span in checked_spans(where, row.spans, texts[item])
            ]
            if note := row.cells.get(NOTE, "").strip():
                notes[place.stem][item] = note
        if len(judged) == n_before:
            raise UserError(
                f"{path}: no unit is coded; write 1 in the column {DONE!r} of each "
                "unit that is, or move the file away."
            )
    places = pd.DataFrame(spans, columns=SPANS).astype({"start": int, "end": int})
    return Codings(pd.DataFrame(judged, columns=CODINGS), dict(notes), places)


def read_adjudicated(
    path: str | None, judged: pd.DataFrame, categories: Collection[str]
) -> pd.DataFrame:
    """Return item, category, is_present and reason of what coders disagreed on.

    None is there if ``path`` is null.

    Raises:
        UserError: for the first mistake: what is unknown, given twice, without a
            reason, or was no disagreement.
    """
    disputed = set(disagreements(judged).itertuples(index=False, name=None))
    rows: dict[tuple[str, str], tuple[bool, str]] = {}
    for row in rows_of_csv(path) if path else ():
        where = f"{path}, line {row.line}"
        cells = {name: row.cells.get(name, "").strip() for name in row.cells}
        lacking = {"item", "category", "is_present", "reason"} - cells.keys()
        if lacking:
            raise UserError(f"{path}, line 1: the column {min(lacking)!r} is missing.")
        cell = (cells["item"], cells["category"])
        if cells["category"] not in categories:
            raise UserError(_unknown(where, cells["category"], categories))
        if cell in rows:
            raise UserError(
                f"{where}: {cell[1]!r} of {cell[0]} is adjudicated twice; remove one."
            )
        if cell not in disputed:
            raise UserError(
                f"{where}: coders do not disagree on {cell[1]!r} of {cell[0]}; "
                "remove the line or look for a slip in the item."
            )
        if cells["is_present"] not in VERDICTS:
            raise UserError(
                f"{where}: 'is_present' is {cells['is_present']!r}; write 1 or 0."
            )
        if not cells["reason"]:
            raise UserError(f"{where}: there is no reason; give one in a few words.")
        rows[cell] = (VERDICTS[cells["is_present"]], cells["reason"])
    table = [[*cell, *verdict] for cell, verdict in rows.items()]
    return pd.DataFrame(table, columns=["item", "category", "is_present", "reason"])


def disagreements(judged: pd.DataFrame) -> pd.DataFrame:
    """Return item and category of all that coders judged differently."""
    answers = judged.groupby(["item", "category"])["is_present"].nunique()
    return answers.index[answers.gt(1)].to_frame(index=False)


def settled(judged: pd.DataFrame, adjudicated: pd.DataFrame) -> pd.DataFrame:
    """Return item, category and is_present of all that is settled.

    That is what coders agree on, or what was adjudicated, or what most of them found;
    where they are equally many for and against, it is left out.
    """
    answers = judged.groupby(["item", "category"])["is_present"].agg(["sum", "size"])
    half = 2 * answers["sum"] - answers["size"]
    by_most = half[half.ne(0)].gt(0).rename("is_present")
    verdicts = adjudicated.set_index(["item", "category"])["is_present"].astype(bool)
    undisputed = by_most.loc[~by_most.index.isin(verdicts.index)]
    both = pd.concat([verdicts, undisputed]) if len(verdicts) else undisputed
    return both.reset_index().sort_values(["item", "category"], ignore_index=True)


def _check_columns(path: str, where: str, row: Row) -> None:
    for name in ("item", DONE):
        if name in row.cells:
            continue
        if READERS[Path(path).suffix] in (rows_of_csv, rows_of_xlsx):
            raise UserError(
                f"{path}: the column {name!r} is missing; restore it from the sheet "
                "that went out."
            )
        raise UserError(
            f"{where}: the field {name!r} is missing; give the fields of the sheet "
            "back with the labels."
        )


def _item(where: str, row: Row, texts: Mapping[str, str]) -> str:
    item = row.cells.get("item", "").strip()
    if item not in texts:
        shown = repr(item) if item else "an empty cell"
        raise UserError(
            f"{where}: the unit {shown} is not in {SAMPLE}; take the codings of "
            "another sample away, or restore the column 'item'."
        )
    if "text" in row.cells and _plain(row.cells["text"]) != _plain(texts[item]):
        raise UserError(
            f"{where}: the text of {item} is not that of the sample, so something "
            "else was coded; code it again."
        )
    return item


def _marks(
    where: str, cells: Mapping[str, str], categories: Collection[str]
) -> dict[str, bool]:
    marks = {}
    for name, cell in cells.items():
        # A spreadsheet may have added empty columns.
        if name in FIXED or not (name or cell):
            continue
        if name not in categories:
            raise UserError(_unknown(where, name, categories))
        marks[name] = _tick(where, name, cell)
    return marks


def _tick(where: str, name: str, cell: str) -> bool:
    mark = cell.strip().lower()
    if mark in TICKS:
        return TICKS[mark]
    hint = "; a spreadsheet made a date of it" if DATE.match(cell.strip()) else ""
    raise UserError(
        f"{where}: {name!r} is {cell.strip()!r}{hint}; write 1 for present and leave "
        "it empty otherwise."
    )


def _check_empty(where: str, marks: Mapping[str, bool]) -> None:
    for name, is_present in marks.items():
        if is_present:
            raise UserError(
                f"{where}: {name!r} is marked but the unit is not done; write 1 in "
                f"the column {DONE!r} or take the mark away."
            )


def _unknown(where: str, name: str, categories: Collection[str]) -> str:
    return (
        f"{where}: the category {name!r} is not in the codebook; "
        f"{suggestion(name, [*categories])}."
    )


def _unit_of(path: Path) -> str:
    return "task" if path.suffix == ".json" else "line"


def _plain(text: str) -> str:
    """Return a text without what a spreadsheet may have changed in it."""
    return " ".join(text.removeprefix("'").translate(RETYPED).split())
