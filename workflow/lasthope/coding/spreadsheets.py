"""Coding sheets as spreadsheets: written so that nothing runs, read with their lines.

An XLSX file is the same bytes whenever it is written: its parts carry no clock.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lasthope.coding.spans import Span
from lasthope.errors import UserError
from lasthope.validation import read_utf8

# The first moment that a zip archive can tell.
NO_DATE = (1980, 1, 1, 0, 0, 0)
CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
EPOCH = rb"\g<1>1980-01-01T00:00:00Z"
WIDE = {"before": 40, "text": 60, "note": 30, "definition": 50}
WIDE |= dict.fromkeys(("code when", "code not when", "positives", "negatives"), 50)
DELIMITERS = ",;\t"
# What no XLSX file can hold: openpyxl's list lacks two that are no characters.
UNWRITABLE = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ufffe\uffff]")
LONGEST_CELL = 32_767


# What a damaged workbook makes of openpyxl.
UNREADABLE = (
    *(InvalidFileException, zipfile.BadZipFile, ParseError),
    *(KeyError, IndexError, ValueError, TypeError, OSError),
)


class Row(NamedTuple):
    """A row of a file.

    Attributes:
        line: where it stands.
        cells: by column.
        spans: what the coder marked in the text; no spreadsheet can say it.
    """

    line: int
    cells: dict[str, str]
    spans: tuple[Span, ...] = ()


def guide(codebook: Mapping[str, Any]) -> pd.DataFrame:
    """Return the codebook for coders: all but the patterns, which are the tagger's."""
    fields = ("code_when", "code_not_when", "positives", "negatives")
    rows = [
        {"category": category["id"]}
        | {name: category[name] for name in ("label", "facet", "definition")}
        | {
            name.replace("_", " "): "\n".join(f"- {line}" for line in category[name])
            for name in fields
        }
        for category in codebook["categories"]
    ]
    return pd.DataFrame(rows)


def to_xlsx(sheet: pd.DataFrame, guide: pd.DataFrame, marks: Sequence[str]) -> bytes:
    """Return a workbook of a coding sheet, with the codebook on its second page.

    Args:
        sheet: what is filled in, all text.
        guide: the codebook for coders.
        marks: the columns that hold nothing or 1.
    """
    book = Workbook()
    page = book.active
    page.title = "coding"
    _write(page, sheet)
    only_one = DataValidation(type="list", formula1='"1"', allow_blank=True)
    only_one.error = "Write 1 or leave the cell empty."
    page.add_data_validation(only_one)
    for number, name in enumerate(sheet.columns, start=1):
        if name in marks:
            letter = get_column_letter(number)
            only_one.add(f"{letter}2:{letter}{len(sheet) + 1}")
    _write(book.create_sheet("codebook"), guide)
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def rows_of_xlsx(path: str) -> Iterator[Row]:
    """Yield the rows of the first page of a workbook.

    Raises:
        UserError: if it is no workbook, or a cell holds a date or a formula.
    """
    try:
        book = load_workbook(path)
        lines = book.worksheets[0].iter_rows()
    except UNREADABLE as error:
        raise UserError(
            f"{path}: this is not an XLSX workbook; save the sheet as one again."
        ) from error
    header = _header(path, [_text(path, cell) for cell in next(lines, ())])
    for cells in lines:
        texts = [_text(path, cell) for cell in cells]
        if any(texts):
            yield Row(cells[0].row, dict(zip(header, texts, strict=True)))


def rows_of_csv(path: str) -> Iterator[Row]:
    """Yield the rows of a CSV file, separated by commas, semicolons or tabs.

    Raises:
        UserError: if it is not UTF-8 or a row has too many or too few cells.
    """
    text = read_utf8(path)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = _header(path, next(_rows(path, reader), []))
    line = reader.line_num + 1
    for cells in _rows(path, reader):
        if any(cell.strip() for cell in cells):
            if len(cells) != len(header):
                raise UserError(
                    f"{path}, line {line}: this row has {len(cells)} cells and the "
                    f"header {len(header)}; save the sheet again with all of its "
                    "columns."
                )
            yield Row(line, dict(zip(header, cells, strict=True)))
        line = reader.line_num + 1


def writable(text: str) -> str:
    """Return as much of a text as a cell can hold."""
    return UNWRITABLE.sub(" ", text)[:LONGEST_CELL]


def _rows(path: str, reader: Any) -> Iterator[list[str]]:
    """Yield rows.

    Raises:
        UserError: where a cell never ends.
    """
    try:
        yield from reader
    except csv.Error as error:
        raise UserError(
            f"{path}, line {reader.line_num}: this row cannot be read ({error}); look "
            "for a quotation mark that is not closed."
        ) from error


def _header(path: str, names: list[str]) -> list[str]:
    """Return the names of columns.

    Raises:
        UserError: if two are the same.
    """
    for name in names:
        if name and names.count(name) > 1:
            raise UserError(
                f"{path}, line 1: the column {name!r} stands there twice; remove one."
            )
    return names


def _write(page: Worksheet, table: pd.DataFrame) -> None:
    for number, name in enumerate(table.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = WIDE.get(name, 14)
        page.cell(1, number, name).font = Font(bold=True)
    for row, values in enumerate(table.itertuples(index=False), start=2):
        for number, value in enumerate(values, start=1):
            if value == "":
                continue
            cell = page.cell(row, number)
            cell.value = writable(value)
            # Text whatever it begins with: no cell is a formula.
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "B2"


def _without_clock(content: bytes) -> bytes:
    """Return a zip archive with the same parts, all of one date."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(stream, "w") as written,
    ):
        for name in read.namelist():
            part = CLOCK.sub(EPOCH, read.read(name))
            # Stored as it is: how well a zlib packs differs from one to the next.
            written.writestr(zipfile.ZipInfo(name, NO_DATE), part)
    return stream.getvalue()


def _text(path: str, cell: Any) -> str:
    """Return a cell as text.

    Raises:
        UserError: if a spreadsheet made a date or a formula of it.
    """
    value = cell.value
    if isinstance(value, (datetime, date, time)) or cell.data_type == "f":
        kind = "a formula" if cell.data_type == "f" else "a date"
        raise UserError(
            f"{path}, line {cell.row}: cell {cell.coordinate} holds {kind}; write 1 "
            "for a category that is present, and nothing else."
        )
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
