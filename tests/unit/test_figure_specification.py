"""The specification curve: what it shows, and that it can be read."""

import pandas as pd
import pytest

from drawn import HOSTILE, OPTIONS, overlaps, texts_of
from lasthope.figures.theme import COLUMN, INKS, WINE, render
from lasthope.multiverse.figure import draw, ordered
from lasthope.multiverse.gathering import COLUMNS
from lasthope.tables import check

UNITS = ("sentence", "document", "word")


def universes(n, *, label="War", missing=0, status="exploratory"):
    rows = [
        {
            "finding": "frame_a",
            "universe": f"u{number:03d}",
            "is_main": number == 1,
            "facet": "frame",
            "name": "x",
            "label": label,
            "side": "platform",
            "unit": UNITS[number % 3],
            "copies": "kept" if number % 2 else "dropped",
            "voice": "own",
            "tagger": "rules",
            "stances": "asserts+rejects" if number % 5 else "asserts",
            "estimate": None if number >= n - missing else number / n,
            "low": None if number >= n - missing else number / n - 0.2,
            "high": None if number >= n - missing else number / n + 0.2,
            "status": None if number >= n - missing else status,
            "reason": "none" if number >= n - missing else None,
        }
        for number in range(n)
    ]
    return check(pd.DataFrame(rows, columns=COLUMNS), "multiverse")


def draw_it(table, finding="frame_a"):
    return draw(multiverse=table, finding=finding, options=OPTIONS)


@pytest.mark.parametrize("n", [2, 30, 72, 180])
@pytest.mark.parametrize("missing", [0, 1])
def test_it_fits_a_column_and_no_label_covers_another(n, missing):
    drawing = draw_it(universes(n, missing=missing))
    assert drawing.figure.get_size_inches()[0] * 72 == pytest.approx(COLUMN)
    assert overlaps(drawing.figure) == []


def test_universes_stand_in_order_and_those_without_an_estimate_last():
    table = ordered(universes(9, missing=2).sample(frac=1, random_state=3))
    assert table["universe"].tolist() == [f"u{number:03d}" for number in range(9)]


def test_the_shares_are_told_in_ink_and_in_words():
    # Above zero: 9 of 10; with the whole interval: from 3 on, 7 of 10.
    drawing = draw_it(universes(11, missing=1))
    told = "Of 11 universes 9 agree in sign, 7 in interval"
    assert told in {text.get_text() for text in texts_of(drawing.figure)}
    assert told in drawing.caption
    assert told in drawing.alt
    assert "In 1 of them there is no estimate" in drawing.caption
    assert len(drawing.table) == 11


def test_choices_that_were_not_made_are_not_shown():
    shown = {text.get_text() for text in texts_of(draw_it(universes(10)).figure)}
    assert {"Share of", "Near copies", "Stances", "asserts, rejects"} <= shown
    assert not {"Whose words", "Tagger", "no estimate"} & shown


@pytest.mark.parametrize("label", HOSTILE)
def test_any_label(label):
    drawing = draw_it(universes(6, label=label or " "))
    assert b"<svg" in render(drawing.figure, "svg")
    assert overlaps(drawing.figure) == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("descriptive", "Descriptive: few speakers a side"),
        ("exploratory", "Exploratory"),
    ],
)
def test_status_is_told_in_ink_and_in_words(status, expected):
    drawing = draw_it(universes(9, missing=2, status=status))
    assert expected in {text.get_text() for text in texts_of(drawing.figure)}
    assert drawing.caption.endswith(f"{expected}.")


def test_where_some_universes_have_few_speakers_it_says_so():
    table = universes(9)
    table.loc[4, "status"] = "descriptive"
    assert "Descriptive in some: few speakers a side." in draw_it(table).caption


def test_without_the_finding_it_says_so():
    drawing = draw_it(universes(6), "device_b")
    assert drawing.title == "No device of the provider"
    assert drawing.table.empty


def test_without_any_estimate_it_says_so():
    drawing = draw_it(universes(6, missing=6))
    assert "without any estimate" in drawing.alt
    assert render(drawing.figure, "svg") == render(drawing.figure, "svg")


def test_the_same_bytes_each_time():
    table = universes(40, missing=3)
    one, other = draw_it(table), draw_it(table.sample(frac=1, random_state=1))
    assert one[2:] == other[2:]
    for form in ("svg", "pdf", "png"):
        assert render(one.figure, form) == render(other.figure, form)


SURE, UNSURE = "the interval lies on one side of zero", "the interval holds zero"
MAIN, NONE = "the choices of the configuration", "no estimate"


@pytest.mark.parametrize(
    ("moved", "missing", "expected"),
    [
        # Estimates from 0 to .9, with intervals .2 to either side.
        (0.0, 0, {SURE, UNSURE, MAIN}),
        (0.5, 0, {SURE, MAIN}),
        (0.5, 1, {SURE, MAIN, NONE}),
        # Below the curve the configuration's choices are in that colour even then.
        (-0.5, 9, {SURE, MAIN, NONE}),
        (0.0, 10, {MAIN, NONE}),
    ],
)
def test_only_marks_that_are_drawn_are_in_the_legend(moved, missing, expected):
    table = universes(10, missing=missing)
    if missing == 9:
        # What is left is not what the configuration chose.
        assert not table.loc[0, "is_main"]
    ends = ["estimate", "low", "high"]
    drawing = draw_it(table.assign(**(table[ends] + moved)))
    shown = {text.get_text() for text in texts_of(drawing.figure)}
    assert shown & {SURE, UNSURE, MAIN, NONE} == expected


def test_a_title_asks_what_the_curve_is_to_answer():
    drawing = draw_it(universes(9))
    assert drawing.title == "Does “War” lead with the platform?"
    assert "with its 95% interval" in drawing.caption
    # What is singled out is in no side's colour.
    assert WINE not in {ink.colour for ink in INKS.values()}
