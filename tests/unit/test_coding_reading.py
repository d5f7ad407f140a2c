"""Tests of lasthope.coding.reading: every mistake is told with its line."""

import csv
import json

import pandas as pd
import pytest
from openpyxl import Workbook

from coded import CATEGORIES, ITEMS, TEXTS
from lasthope.coding.reading import read_adjudicated, read_codings, settled
from lasthope.coding_files import files_of
from lasthope.errors import UserError

ONE, OTHER = ITEMS["p:1"], ITEMS["a:0"]
BY_ITEM = {ITEMS[unit_id]: text for unit_id, text in TEXTS.items()}
HEADER = "item,done,safety,elite,hedging"
# What a sheet of an annotation tool says of each unit.
ASKED = {"item": ONE, "categories": CATEGORIES}
RETYPED = (
    f"item,text,done,elite,hedging,\n{ONE},'The  elite ”decide“ – perhaps. ,1,1,1,\n"
)


def read(folder, content, name="coder-a.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(
        content if isinstance(content, bytes) else content.encode(encoding)
    )
    return read_codings([str(path)], BY_ITEM, CATEGORIES)


def found(codings):
    rows = codings.judged
    return {
        (item, category)
        for item, category, is_present in rows.drop(columns="coder").to_numpy()
        if is_present
    }


def test_a_unit_coded_in_two_files_of_a_coder_is_told(tmp_path):
    line = json.dumps(ASKED | {"label": ["elite"]})
    (tmp_path / "coder-a.jsonl").write_text(line)
    (tmp_path / "coder-a.csv").write_text(f"{HEADER}\n{ONE},1,,,\n{OTHER},,,,\n")
    (tmp_path / "coder-b.csv").write_text(f"{HEADER}\n{ONE},1,,,\n")
    with pytest.raises(UserError, match="coder-a.jsonl, line 1: .*coder-a.csv, line 2"):
        read_codings(files_of(tmp_path), BY_ITEM, CATEGORIES)


def workbook(folder, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "coder-a.xlsx"
    book.save(path)
    return read_codings([str(path)], BY_ITEM, CATEGORIES)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (f"{HEADER}\n{ONE},1,,x,1.0\n", "utf-8"),
        (f"{HEADER}\r\n{ONE},1,0,1,1\r\n,,,,\r\n", "utf-8-sig"),
        (f"{HEADER}\n{ONE},1,,1,X\n".replace(",", ";"), "utf-8"),
        (f"{HEADER}\n{ONE},X,0.0,1,1\n".replace(",", "\t"), "utf-8"),
        (
            f"{HEADER}\n{ONE},1.0,0.0,1.0,1\n".replace(",", ";").replace(".", ","),
            "utf-8",
        ),
        (RETYPED, "utf-8"),
    ],
)
def test_what_spreadsheets_do_to_a_sheet_does_no_harm(tmp_path, content, encoding):
    codings = read(tmp_path, content, encoding=encoding)
    assert found(codings) == {(ONE, "elite"), (ONE, "hedging")}


def test_a_category_without_a_column_was_not_coded(tmp_path):
    codings = read(tmp_path, f"item,done,elite\n{ONE},1,\n{OTHER},,\n")
    assert codings.judged.to_numpy().tolist() == [["coder-a", ONE, "elite", False]]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("u-0,1,,,", "line 2: the unit 'u-0' is not in sample.csv"),
        (",1,,,", "line 2: the unit an empty cell is not in sample.csv"),
        (
            f"{ONE},1,,,\n{ONE},1,1,,",
            "line 3: .* already by coder-a in .*, line 2",
        ),
        (f"{ONE},1,perhaps,,", "line 2: 'safety' is 'perhaps'; write 1 for present"),
        (f"{ONE},1,01.01.2021,,", "'01.01.2021'; a spreadsheet made a date of it"),
        (f"{ONE},1,1-Jan,,", "a spreadsheet made a date of it"),
        (f"{ONE},yes,,,", "line 2: 'done' is 'yes'"),
        (f"{ONE},,1,,", "line 2: 'safety' is marked but the unit is not done"),
        (f"{ONE},1,1", "line 2: this row has 3 cells and the header 5"),
        (f"{ONE},,,,", "no unit is coded"),
        ("", "no unit is coded"),
    ],
)
def test_a_mistake_in_a_row_is_told_with_its_line(tmp_path, rows, told):
    with pytest.raises(UserError, match=told):
        read(tmp_path, f"{HEADER}\n{rows}\n")


@pytest.mark.parametrize("name", ["item", "done"])
def test_a_column_that_is_gone_is_told(tmp_path, name):
    told = f"coder-a.csv: the column '{name}' is missing; restore it"
    with pytest.raises(UserError, match=told):
        read(tmp_path, f"{HEADER}\n{ONE},1,,1,\n".replace(name, "units"))


def test_the_line_is_that_of_the_file_where_cells_have_lines(tmp_path):
    text = f'item,text,done,elite\n{OTHER},"Line one\nand, two; three",1,\nu-0,,1,\n'
    with pytest.raises(UserError, match="line 4: the unit 'u-0'"):
        read(tmp_path, text)


def test_an_unknown_category_is_told_with_what_was_meant(tmp_path):
    with pytest.raises(UserError, match="'safty' is not in .* perhaps 'safety'"):
        read(tmp_path, f"item,done,safty\n{ONE},1,1\n")


def test_another_text_is_told(tmp_path):
    with pytest.raises(UserError, match="line 2: the text of .* code it again"):
        read(tmp_path, f"item,text,done,elite\n{ONE},The elites decide.,1,\n")


def test_bytes_that_are_not_utf8_are_told(tmp_path):
    with pytest.raises(UserError, match="line 2: byte 0xe9 is not UTF-8"):
        read(tmp_path, f"{HEADER},note\n{ONE},1,,,,é\n", encoding="latin-1")


def test_a_workbook_tells_a_date_and_a_formula(tmp_path):
    header = HEADER.split(",")
    day = pd.Timestamp("2021-01-01").to_pydatetime()
    with pytest.raises(UserError, match="line 2: cell C2 holds a date"):
        workbook(tmp_path, header, [ONE, 1, day, None, None])
    with pytest.raises(UserError, match="cell D2 holds a formula"):
        workbook(tmp_path, header, [ONE, 1, None, "=1", None])
    codings = workbook(tmp_path, header, [ONE, 1.0, None, 1, "x"], [None] * 5)
    assert found(codings) == {(ONE, "elite"), (ONE, "hedging")}


def test_what_is_no_workbook_is_told(tmp_path):
    with pytest.raises(UserError, match="this is not an XLSX workbook"):
        read(tmp_path, "PK, but no zip", name="coder-a.xlsx")


def test_a_column_given_twice_is_told(tmp_path):
    told = "line 1: the column 'elite' stands there twice"
    with pytest.raises(UserError, match=told):
        read(tmp_path, f"item,done,elite,elite\n{ONE},1,1,\n")
    with pytest.raises(UserError, match=told):
        workbook(tmp_path, ["item", "done", "elite", "elite"], [ONE, 1, 1, None])


def test_a_cell_that_never_ends_is_told(tmp_path):
    limit = csv.field_size_limit(1000)
    try:
        with pytest.raises(UserError, match="coder-a.csv, line .* cannot be read"):
            read(tmp_path, f'{HEADER}\n{ONE},1,"' + "rain\n" * 1000)
    finally:
        csv.field_size_limit(limit)


def test_json_nested_too_deep_is_told(tmp_path):
    with pytest.raises(UserError, match="line 1: this is nested too deep"):
        read(tmp_path, "[" * 100_000, name="coder-a.json")


def test_what_is_not_json_is_told(tmp_path):
    for name in ("coder-a.json", "coder-a.jsonl"):
        with pytest.raises(UserError, match="line 1: this is not JSON"):
            read(tmp_path, "{'item': 1}", name=name)


JUDGED = pd.DataFrame(
    [
        (coder, ONE, category, mark == "1")
        for coder, marks in {"a": "110", "b": "100", "c": "100"}.items()
        for category, mark in zip(CATEGORIES, marks, strict=True)
    ]
    + [("a", OTHER, "safety", True), ("b", OTHER, "safety", False)],
    columns=["coder", "item", "category", "is_present"],
)


def adjudicate(folder, *rows):
    path = folder / "adjudicated.csv"
    path.write_text("\n".join(["item,category,is_present,reason", *rows]))
    return read_adjudicated(str(path), JUDGED, CATEGORIES)


def test_what_is_settled_is_agreed_or_adjudicated_or_most_found_it(tmp_path):
    def settle(adjudicated):
        return [tuple(row) for row in settled(JUDGED, adjudicated).to_numpy()]

    by_most = {(ONE, "safety", True), (ONE, "elite", False), (ONE, "hedging", False)}
    nothing = read_adjudicated(None, JUDGED, CATEGORIES)
    assert set(settle(nothing)) == by_most
    said = adjudicate(tmp_path, f"{OTHER},safety,0,why", f"{ONE},elite,1,why")
    overruled = by_most - {(ONE, "elite", False)} | {(ONE, "elite", True)}
    assert set(settle(said)) == overruled | {(OTHER, "safety", False)}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([f"{ONE},safety,1,why"], "line 2: coders do not disagree on 'safety'"),
        ([f"{ONE},elites,1,why"], "line 2: the category 'elites' is not"),
        ([f"{ONE},elite,2,why"], "line 2: 'is_present' is '2'; write 1 or 0"),
        ([f"{ONE},elite,1,"], "line 2: there is no reason"),
        ([f"{ONE},elite,1,why"] * 2, "line 3: .* is adjudicated twice"),
    ],
)
def test_a_mistake_of_adjudication_is_told_with_its_line(tmp_path, rows, told):
    with pytest.raises(UserError, match=told):
        adjudicate(tmp_path, *rows)


def test_the_files_of_a_folder_are_in_order_and_known(tmp_path):
    assert files_of(tmp_path / "nowhere") == []
    for name in ("b.xlsx", "a.csv", "README.md", ".hidden", "~$b.xlsx"):
        (tmp_path / name).touch()
    assert files_of(tmp_path) == [str(tmp_path / "a.csv"), str(tmp_path / "b.xlsx")]
    (tmp_path / "c.ods").touch()
    with pytest.raises(UserError, match="c.ods: codings are read from .csv"):
        files_of(tmp_path)
