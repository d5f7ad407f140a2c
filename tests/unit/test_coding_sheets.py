"""Tests of the sheets that go out: blind, harmless, the same when they come back."""

import io
import json
import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from coded import CATEGORIES, DOCUMENTS, ITEMS, SAMPLE, SEED, TAGS, TEXTS, UNITS
from lasthope.coding.annotations import (
    label_studio_interface,
    to_doccano,
    to_label_studio,
)
from lasthope.coding.reading import read_codings
from lasthope.coding.sheets import filled, frame, sheet
from lasthope.coding.spans import Span
from lasthope.coding.spreadsheets import guide, to_xlsx
from lasthope.tables import to_csv

CODEBOOK = {
    "categories": [
        {
            "id": "safety",
            "facet": "frame",
            "label": "Public safety",
            "definition": "Harm is to be kept away.",
            "code_when": ["Harm is named.", "Danger is."],
            "code_not_when": ["Food safety is meant."],
            "positives": ["They are in danger."],
            "negatives": ["The kitchen is clean."],
            "patterns": ["in danger"],
        }
    ]
}
FORMATS = {
    "csv": to_csv,
    "xlsx": lambda made: to_xlsx(made, guide(CODEBOOK), ["done", *CATEGORIES]),
    "json": lambda made: to_label_studio(made, CATEGORIES, {}),
    "jsonl": lambda made: to_doccano(made, CATEGORIES, {}),
}


def made(coder="coder-a", show=(), show_private_text=False):
    units = frame(DOCUMENTS, UNITS, voice="own", show_private_text=show_private_text)
    asked = {"coder": coder, "seed": SEED, "show": show}
    return sheet(SAMPLE, units, TAGS, CATEGORIES, **asked)


def judged(marks):
    """Return codings of units by id: the categories found in each."""
    rows = [
        (ITEMS[unit_id], category, category in found)
        for unit_id, found in marks.items()
        for category in CATEGORIES
    ]
    return pd.DataFrame(rows, columns=["item", "category", "is_present"]).astype(
        {"is_present": bool}
    )


def test_a_sheet_shows_text_and_what_stands_before_and_nothing_else():
    rows = made().set_index("item")
    assert rows.columns.tolist() == ["before", "text", "done", *CATEGORIES, "note"]
    before = {unit_id: rows.loc[name, "before"] for unit_id, name in ITEMS.items()}
    assert before == {
        "p:0": "He does not",
        "p:1": TEXTS["p:0"],
        "a:0": "",
        "a:1": TEXTS["a:0"],
    }
    assert not any("platform" in cell for cell in rows.to_numpy().ravel())


def test_side_and_tagger_are_shown_if_asked_for():
    rows = made(show=("tagger", "side")).set_index("item")
    assert rows.loc[ITEMS["p:1"], ["side", "tagger"]].tolist() == [
        "platform",
        "elite, hedging",
    ]
    assert rows.loc[ITEMS["p:0"], "tagger"] == ""


def test_private_words_are_there_only_if_allowed():
    for is_shown in (True, False):
        units = frame(DOCUMENTS, UNITS, voice="own", show_private_text=is_shown)
        assert units["unit_id"].eq("x:0").any() == is_shown


def test_whom_a_public_figure_quotes_in_a_post_is_not_shown():
    documents = DOCUMENTS.assign(kind="post", is_public=True)
    units = UNITS.assign(voice=UNITS["unit_id"].eq("a:0").map({True: "quoted"}))
    units = units.fillna({"voice": "own"})
    for is_shown in (True, False):
        asked = {"show_private_text": is_shown}
        own = frame(documents, units, voice="own", **asked).set_index("unit_id")
        assert (own.loc["a:1", "before"] == TEXTS["a:0"]) == is_shown
        quoted = frame(documents, units, voice="quoted", **asked)
        assert quoted["unit_id"].eq("a:0").any() == is_shown


def test_each_coder_has_an_order_of_their_own():
    orders = {tuple(made(coder=f"coder-{name}")["item"]) for name in "abcdefgh"}
    assert len(orders) > 1
    assert {frozenset(order) for order in orders} == {frozenset(ITEMS.values())}


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=25, deadline=None)
@given(
    marks=st.dictionaries(
        st.sampled_from([*TEXTS]), st.sets(st.sampled_from(CATEGORIES)), min_size=1
    ),
    note=st.sampled_from(["", "unsure", "-5, or “no”?"]),
)
def test_what_goes_out_filled_in_comes_back_and_goes_out_the_same(
    tmp_path_factory, suffix, marks, note
):
    path = tmp_path_factory.mktemp("back") / f"coder-a.{suffix}"
    noted = {ITEMS[next(iter(marks))]: note} if note else {}
    sent = FORMATS[suffix](filled(made(), judged(marks), noted))
    path.write_bytes(sent)
    texts = {ITEMS[unit_id]: text for unit_id, text in TEXTS.items()}
    back = read_codings([str(path)], texts, CATEGORIES)
    keys = ["item", "category"]
    found = back.judged.drop(columns="coder").sort_values(keys, ignore_index=True)
    expected = judged(marks).sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(found, expected)
    again = filled(made(), back.judged, back.notes.get("coder-a", {}))
    assert FORMATS[suffix](again) == sent


@pytest.mark.parametrize("to_tool", [to_label_studio, to_doccano])
@settings(max_examples=25, deadline=None)
@given(
    marked=st.dictionaries(
        st.sampled_from([*TEXTS]),
        st.dictionaries(
            st.sampled_from(CATEGORIES),
            st.sets(st.integers(0, 15), min_size=2, max_size=6),
        ),
        min_size=1,
    ).filter(lambda units: any(units.values()))
)
def test_spans_that_go_out_come_back_and_go_out_the_same(
    tmp_path_factory, to_tool, marked
):
    spans = {
        ITEMS[unit_id]: sorted(
            Span(name, *edge)
            for name, edges in of_unit.items()
            # From every second edge to the next; what stands between is a gap.
            for edge in zip(*[iter(sorted(edges))] * 2, strict=False)
        )
        for unit_id, of_unit in marked.items()
        if of_unit
    }
    suffix = "json" if to_tool is to_label_studio else "jsonl"
    path = tmp_path_factory.mktemp("back") / f"coder-a.{suffix}"
    sent = to_tool(filled(made(), judged(marked), {}), CATEGORIES, spans)
    path.write_bytes(sent)
    texts = {ITEMS[unit_id]: text for unit_id, text in TEXTS.items()}
    back = read_codings([str(path)], texts, CATEGORIES)
    assert back.marked_by("coder-a") == spans
    again = filled(made(), back.judged, {})
    assert to_tool(again, CATEGORIES, back.marked_by("coder-a")) == sent


def test_no_cell_of_a_workbook_is_a_formula_and_no_clock_is_in_it():
    content = FORMATS["xlsx"](made())
    book = load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for page in book for row in page for cell in row}
    assert kinds <= {"s", "n"}
    assert TEXTS["p:0"] in {cell.value for row in book["coding"] for cell in row}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {part.date_time for part in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
        core = archive.read("docProps/core.xml").decode()
    assert core.count("1980-01-01T00:00:00Z") == core.count("dcterms:W3CDTF") == 2


def test_no_cell_of_a_csv_runs():
    assert "'=SUM(A1)" in to_csv(made()).decode()


def test_the_guide_has_all_but_the_patterns():
    (row,) = guide(CODEBOOK).to_dict("records")
    assert row["code when"] == "- Harm is named.\n- Danger is."
    assert not any("in danger*" in str(cell) or "patterns" in row for cell in row)


def test_the_interface_offers_what_the_tasks_hold():
    interface = label_studio_interface(CATEGORIES).decode()
    for kind in ("Choice", "Label"):
        assert all(f'<{kind} value="{name}"/>' in interface for name in CATEGORIES)
    (task, *_) = json.loads(to_label_studio(made(), CATEGORIES, {}))
    assert {"before", "text"} <= task["data"].keys()
    assert task["annotations"] == []
