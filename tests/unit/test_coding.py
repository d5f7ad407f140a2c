"""Tests of the step ``coding``: from a folder of codings to its tables."""

import json

import pandas as pd
import pytest

from coded import CATEGORIES, DOCUMENTS, ITEMS, SAMPLE, SEED, TAGS, TEXTS, UNITS
from lasthope.coding import coding, read_hand_coding
from lasthope.coding.accuracy import share
from lasthope.coding.summary import validation, verdict
from lasthope.coding.unitizing import alpha_of_spans
from lasthope.coding_files import files_of
from lasthope.errors import UserError
from lasthope.intervals import Uncertainty, normal_quantile, wilson
from lasthope.tables import check, write_table

KNOWN = pd.DataFrame(
    {
        "category": CATEGORIES,
        "facet": ["frame", "frame", "device"],
        "label": ["Public safety", "Elite", "Hedging"],
        "definition": "",
    }
)
SETTINGS = {
    "side_a": "platform",
    "side_b": "provider",
    "voice": "own",
    "stances": ["asserts"],
    "confidence": 0.95,
    "min_authors": 20,
    "resamples": 99,
    "min_units": 4,
    "min_positives": 1,
    "min_alpha": 0.667,
    "good_alpha": 0.8,
    "seed": SEED,
}


@pytest.fixture
def folder(tmp_path):
    """Two coders who differ on one thing, which was adjudicated."""
    write_table(SAMPLE, str(tmp_path / "sample.csv"), "sample")
    (tmp_path / "provenance.txt").write_text("Coded by two students.\n")
    for coder, elite in (("coder-a", "1"), ("coder-b", "")):
        rows = [
            f"{ITEMS['p:0']},1,,{elite},",
            f"{ITEMS['p:1']},1,,1,1",
            f"{ITEMS['a:0']},1,1,,",
            f"{ITEMS['a:1']},1,1,,",
        ]
        text = "\n".join(["item,done,safety,elite,hedging", *rows])
        (tmp_path / f"{coder}.csv").write_text(text)
    (tmp_path / "adjudicated.csv").write_text(
        f"item,category,is_present,reason\n{ITEMS['p:0']},elite,1,They are the elite.\n"
    )
    return tmp_path


def measured(folder):
    given = read_hand_coding(files_of(folder), UNITS, CATEGORIES)
    return coding(DOCUMENTS, UNITS, TAGS, KNOWN, given, **SETTINGS)


def test_the_tables_keep_their_contracts_and_say_who_coded(folder):
    coded = measured(folder)
    for name, table in coded._asdict().items():
        check(table, name)
        if "coded_by" in table:
            assert table["coded_by"].eq("Coded by two students.").all()


def test_agreement_and_its_use(folder):
    rows = measured(folder).agreement.set_index("category")
    # 8 judgements, 3 of them present, one unit split: 1 - 7 / (3 * 5).
    assert rows.loc["elite", "alpha"] == pytest.approx(1 - 7 / 15, abs=1e-6)
    assert rows["use"].to_dict() == {
        "elite": "none",
        "hedging": "inference",
        "safety": "inference",
    }


def test_accuracy_is_counted_over_all_and_by_side(folder):
    rows = measured(folder).accuracy.set_index(["category", "side", "measure"])
    # Coders find safety in both of the provider's units, the tagger in one.
    assert rows.loc[("safety", "provider", "recall"), "estimate"] == 0.5
    assert rows.loc[("safety", "all", "precision"), "estimate"] == 1
    assert rows.loc[("safety", "all", "f1"), "estimate"] == pytest.approx(
        2 / 3, abs=1e-6
    )
    assert rows.loc[("safety", "platform", "recall"), "note"] == "no coder found it"
    # The adjudicated coding counts: elite is in both of the platform's units.
    assert rows.loc[("elite", "platform", "recall"), "estimate"] == 0.5
    low, high = wilson(0.5, 2, normal_quantile(0.95))
    row = rows.loc[("elite", "platform", "recall")]
    assert row[["low", "high"]].tolist() == pytest.approx([low, high], abs=1e-6)
    assert row[["n_coded", "n_positive", "n_tagged"]].tolist() == [2, 2, 1]


def test_shares_are_corrected_side_by_side(folder):
    rows = measured(folder).corrected.set_index(["category", "side"])
    assert rows.loc[("elite", "platform"), ["naive", "estimate"]].tolist() == [0.5, 1]
    assert rows.loc[("elite", "provider"), ["naive", "estimate"]].tolist() == [0, 0]
    # Users are private and were not drawn.
    assert rows.loc[("elite", "users"), "method"].startswith("none: the sample")


def test_corrected_differences_are_those_of_the_two_sides(folder):
    coded = measured(folder)
    row = coded.corrected_differences.set_index("category").loc["elite"]
    assert row[["side_a", "side_b"]].tolist() == ["platform", "provider"]
    assert row[["naive", "estimate"]].tolist() == [0.5, 1]
    shares = coded.corrected.set_index(["category", "side"])
    low = shares.loc[("elite", "platform"), "low"]
    high = shares.loc[("elite", "provider"), "high"]
    # Newcombe: how far the first may be lower and the second higher, as one hypotenuse.
    assert row["low"] == pytest.approx(1 - ((1 - low) ** 2 + high**2) ** 0.5, abs=1e-5)
    assert row["high"] == pytest.approx(1, abs=1e-6)


def test_units_that_stand_for_more_weigh_more():
    units = pd.DataFrame(
        {"author": list("abcd"), "parts": 4, "n_stratum": [30, 30, 5, 5], "n_coded": 5}
    )
    found, low, high = share(
        units,
        pd.Series([True, False, True, False]).to_numpy(),
        uncertainty=Uncertainty(0.95, 20, 99, 0),
    )
    assert found == 0.5
    # Kish: (24 + 24 + 4 + 4)^2 / (24^2 + 24^2 + 4^2 + 4^2).
    expected = wilson(0.5, 56**2 / 1184, normal_quantile(0.95))
    assert (low, high) == pytest.approx(expected, abs=1e-5)


def test_without_spans_nothing_is_said_of_where(folder):
    assert len(measured(folder).unitizing) == 0


def test_agreement_on_spans_is_of_the_texts_laid_end_to_end(folder):
    """Both mark the same words of p:1, and of a:1 the first words and all of it."""
    ends = {"coder-a": 8, "coder-b": len(TEXTS["a:1"])}
    for coder, end in ends.items():
        marked = {"p:1": [4, 9, "elite"], "a:1": [0, end, "elite"]}
        lines = [
            {"item": name, "categories": ["elite"]}
            | {"label": [marked.get(unit_id, [0, 3, "none"])]}
            for unit_id, name in ITEMS.items()
        ]
        text = "\n".join(map(json.dumps, lines))
        (folder / f"{coder}.csv").unlink()
        (folder / f"{coder}.jsonl").write_text(text)
    (folder / "adjudicated.csv").unlink()
    (row,) = measured(folder).unitizing.to_dict("records")
    # In the order of documents: a:0 of 24 characters, a:1 of 19, p:0 of 28, p:1 of 29.
    one, other = [(24, 32), (75, 80)], [(24, 43), (75, 80)]
    assert row["alpha"] == alpha_of_spans([one, other], 100)
    assert (row["n_units"], row["n_positive"], row["n_spans"]) == (4, 2, 4)
    assert (row["n_characters"], row["use"]) == (100, "none")
    assert row["coded_by"] == "Coded by two students."


def test_without_codings_nothing_is_validated(tmp_path):
    coded = measured(tmp_path)
    assert coded.agreement["use"].eq("unvalidated").all()
    assert [len(table) for table in coded] == [3, 0, 0, 0, 0, 0]
    for name, table in coded._asdict().items():
        check(table, name)
    assert verdict(coded.agreement) == (
        "None of the categories is validated by hand coding."
    )
    rows = validation(coded.agreement, check(coded.accuracy, "accuracy"))
    assert rows["category"].tolist() == ["hedging", "elite", "safety"]
    assert rows[["precision", "recall", "f1"]].isna().all(axis=None)


def recoded(folder, **sheets):
    """Return the tables of sheets that mark these categories in these units."""
    for path in (*folder.glob("coder-*.csv"), folder / "adjudicated.csv"):
        path.unlink()
    for coder, marks in sheets.items():
        rows = [f"{ITEMS[unit]},1,{cells}" for unit, cells in marks.items()]
        text = "\n".join(["item,done,safety,elite,hedging", *rows])
        (folder / f"coder-{coder}.csv").write_text(text)
    coded = measured(folder)
    for name, table in coded._asdict().items():
        check(table, name)
    return coded


@pytest.mark.parametrize(
    ("sheets", "note"),
    [
        ({"a": dict.fromkeys(ITEMS, "1,,1")}, "0 units were coded twice; 4 are"),
        ({"a": {"p:0": "1,,"}, "b": {"a:0": "1,,"}}, "0 units were coded twice; 4 are"),
        (dict.fromkeys("ab", {"p:0": "1,,", "a:0": ",,1"}), "2 units were coded twice"),
        (dict.fromkeys("ab", dict.fromkeys(ITEMS, ",,")), "found in 0 of them; 1 are"),
    ],
    ids=["one coder", "no unit in common", "few units", "nothing found"],
)
def test_codings_too_few_for_alpha_are_told(folder, sheets, note):
    told = recoded(folder, **sheets).agreement
    assert told["alpha"].isna().all()
    assert told["use"].eq("unvalidated").all()
    assert told["note"].str.startswith(note).all()


def test_what_no_coder_found_has_no_recall(folder):
    coded = recoded(folder, **dict.fromkeys("ab", dict.fromkeys(ITEMS, "1,,")))
    elite = coded.accuracy.query("category == 'elite' and side == 'all'")
    elite = elite.set_index("measure")
    assert elite.loc["recall", "note"] == "no coder found it"
    assert elite["n_positive"].eq(0).all()
    shares = coded.corrected.set_index(["category", "side"])["estimate"]
    assert shares["elite"][["platform", "provider"]].tolist() == [0, 0]


def test_the_report_is_told_use_and_accuracy(folder):
    coded = measured(folder)
    rows = validation(coded.agreement, coded.accuracy).set_index("category")
    assert rows.index.tolist() == ["hedging", "elite", "safety"]
    assert rows.loc["safety", ["precision", "recall"]].tolist() == [1, 0.5]
    assert verdict(coded.agreement) == (
        "Of 3 categories 2 are coded reliably enough for inference, 0 tentatively, 1 "
        "are not, and of 0 the codings are too few to tell. Coded by two students."
    )


@pytest.mark.parametrize("name", ["sample.csv", "provenance.txt"])
def test_what_is_needed_beside_codings_is_asked_for(folder, name):
    (folder / name).unlink()
    with pytest.raises(UserError, match=f"holds codings but no {name}"):
        measured(folder)


def test_an_empty_provenance_is_told(folder):
    (folder / "provenance.txt").write_text("\n")
    with pytest.raises(UserError, match="is empty; say who coded"):
        measured(folder)


def test_a_unit_that_is_gone_is_told(folder):
    given = UNITS[UNITS["unit_id"].ne("p:1")]
    with pytest.raises(UserError, match="the unit 'p:1' is not among the units"):
        read_hand_coding(files_of(folder), given, CATEGORIES)


def test_a_sample_edited_by_hand_is_told_with_its_line(folder):
    path = folder / "sample.csv"
    path.write_text(path.read_text().replace(",1,1\n", ",1,many\n", 1))
    with pytest.raises(UserError, match="line 2: 'n_drawn' is 'many'"):
        measured(folder)


def test_a_unit_that_is_drawn_twice_is_told(folder):
    path = folder / "sample.csv"
    *_, last = path.read_text().splitlines()
    path.write_text(path.read_text() + last + "\n")
    with pytest.raises(UserError, match="the item .* is there twice"):
        measured(folder)
