"""What a classifier is taught with, of what coders gave back."""

import pytest

from coded import CATEGORIES, ITEMS, SAMPLE, UNITS
from lasthope.classifier.lesson import settled_units
from lasthope.coding import read_hand_coding
from lasthope.coding_files import files_of
from lasthope.errors import UserError
from lasthope.tables import write_table

UNIT = ITEMS["p:1"]


def given(folder, **marks):
    """Return the codings of one unit, of which each coder judged one category."""
    write_table(SAMPLE, str(folder / "sample.csv"), "sample")
    (folder / "provenance.txt").write_text("Coded by two students.\n")
    for coder, mark in marks.items():
        (folder / f"{coder}.csv").write_text(f"item,done,elite\n{UNIT},1,{mark}\n")
    return read_hand_coding(files_of(folder), UNITS, CATEGORIES)


def test_what_is_settled_is_taught_with_what_it_stands_for(tmp_path):
    taught = settled_units(given(tmp_path, one="1", two="1", three=""))
    assert taught[["unit_id", "category", "is_present"]].to_numpy().tolist() == [
        ["p:1", "elite", True]
    ]
    assert taught[["n_stratum", "n_coded"]].to_numpy().tolist() == [[1, 1]]


def test_codings_that_are_all_ties_are_told_in_a_sentence(tmp_path):
    ties = given(tmp_path, one="1", two="")
    with pytest.raises(UserError) as told:
        settled_units(ties)
    assert str(told.value) == (
        "nothing is settled, as for each unit and category as many coders are for as "
        "against it; adjudicate in adjudicated.csv, or let one more coder code."
    )
    (tmp_path / "adjudicated.csv").write_text(
        f"item,category,is_present,reason\n{UNIT},elite,0,They are not meant.\n"
    )
    assert not settled_units(given(tmp_path)).iloc[0]["is_present"]
