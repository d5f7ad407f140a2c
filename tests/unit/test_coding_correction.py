"""Tests of lasthope.coding.correction: right where the tagger errs more on one side."""

import numpy as np
import pandas as pd
import pytest

from lasthope.coding.accuracy import weighted
from lasthope.coding.correction import corrected, differences, estimated
from lasthope.coding.sampling import sample
from lasthope.intervals import Uncertainty, newcombe, normal_quantile, wilson

CATEGORIES = pd.DataFrame({"category": ["safety"]})
UNCERTAINTY = Uncertainty(0.95, 20, 99, 0)
TRUTH = 0.3
RECALL = {"platform": 0.9, "users": 0.6}
PRECISION_LOST = 0.03


def said(n, sides=("platform", "users"), n_authors=None):
    """Return n units of each side; each unit its own author unless told otherwise."""
    return pd.DataFrame(
        [
            (f"{side}:{unit:05d}", side, f"{side} {unit % (n_authors or n)}", 1)
            for side in sides
            for unit in range(n)
        ],
        columns=["unit_id", "side", "author", "parts"],
    )


def coded(drawn, is_present):
    settled = pd.DataFrame(
        {
            "item": drawn["item"],
            "category": "safety",
            "is_present": drawn["unit_id"].map(is_present).astype(bool),
        }
    )
    return weighted(settled, drawn)


def simulate(rng, n, n_coded):
    """Return the table of a tagger that sees .9 of one side's and .6 of the other's."""
    units = said(n)
    present = rng.random(len(units)) < TRUTH
    recall = units["side"].map(RECALL).to_numpy()
    chance = np.where(present, recall, PRECISION_LOST)
    found = units.loc[rng.random(len(units)) < chance, ["unit_id"]]
    tagged = found.assign(category="safety")
    drawn = sample(units, tagged, n=n_coded, least=2, seed=int(rng.integers(2**30)))
    is_present = dict(zip(units["unit_id"], present, strict=True))
    return corrected(
        coded(drawn, is_present),
        drawn,
        units,
        tagged,
        CATEGORIES,
        uncertainty=UNCERTAINTY,
    ).set_index("side")


def test_corrected_intervals_hold_the_truth_where_naive_ones_fail():
    rng = np.random.default_rng(2021)
    z = normal_quantile(0.95)
    held, naively_held, rows = [], [], []
    alike, naively_alike = [], []
    for _ in range(150):
        table = simulate(rng, n=1000, n_coded=400)
        low, high = wilson(table["naive"].to_numpy(), 1000, z)
        held += (table["low"].le(TRUTH) & table["high"].ge(TRUTH)).tolist()
        naively_held += ((low <= TRUTH) & (high >= TRUTH)).tolist()
        rows.append(table["estimate"])
        (apart,) = differences(
            table.reset_index(), side_a="platform", side_b="users"
        ).to_dict("records")
        alike.append(apart["low"] <= 0 <= apart["high"])
        one, other = table["naive"].to_numpy()
        below, above = newcombe(one, (low[0], high[0]), other, (low[1], high[1]))
        naively_alike.append(below <= 0 <= above)
    # Of 300 intervals, .95 of them give or take .025 (two standard errors).
    assert 0.93 <= np.mean(held) <= 0.99
    # The naive share of users is .6 * .3 + .03 * .7 = .201, and that of the platform
    # .291, within its interval.
    assert np.mean(naively_held[1::2]) < 0.01
    # Of 150, .95 give or take .036.
    assert np.mean(alike) >= 0.93
    assert np.mean(naively_alike) < 0.1
    means = pd.concat(rows, axis=1).mean(axis=1)
    assert means.to_numpy() == pytest.approx(TRUTH, abs=0.006)


def test_the_correction_is_that_of_the_formula():
    # Ten units of one side, two strata; the tagger finds four, of which coders look
    # at two and agree with one; of the six others they look at three and find one.
    units = said(10, sides=("users",))
    ids = units["unit_id"].tolist()
    tagged = pd.DataFrame({"unit_id": ids[:4], "category": "safety"})
    drawn = pd.DataFrame(
        {
            "item": list("abcde"),
            "unit_id": [ids[place] for place in (0, 1, 4, 5, 6)],
            "stratum": ["users/safety"] * 2 + ["users/none"] * 3,
            "n_stratum": [4] * 2 + [6] * 3,
            "n_drawn": [2] * 2 + [3] * 3,
        }
    )
    truth = dict(zip(drawn["unit_id"], [True, False, True, False, False], strict=True))
    (row,) = corrected(
        coded(drawn, truth), drawn, units, tagged, CATEGORIES, uncertainty=UNCERTAINTY
    ).to_dict("records")
    assert (row["naive"], row["n_units"], row["n_coded"]) == (0.4, 10, 5)
    # Tags sum to 4; one wrong tag stands for 2, one that lacks for 2.
    assert row["estimate"] == pytest.approx((4 - 2 + 2) / 10)
    assert row["low"] < row["estimate"] < row["high"]


def test_where_all_is_coded_the_share_is_that_of_the_coders():
    units = said(8, sides=("users",))
    tagged = pd.DataFrame({"unit_id": units["unit_id"][:6], "category": "safety"})
    drawn = sample(units, tagged, n=8, least=1, seed=3)
    truth = {unit_id: place < 2 for place, unit_id in enumerate(units["unit_id"])}
    (row,) = corrected(
        coded(drawn, truth), drawn, units, tagged, CATEGORIES, uncertainty=UNCERTAINTY
    ).to_dict("records")
    assert (row["naive"], row["estimate"]) == (0.75, 0.25)


def test_authors_who_are_alike_within_make_it_less_sure():
    units, rng = said(400, sides=("users",), n_authors=40), np.random.default_rng(4)
    author = units["author"].factorize()[0]
    values = (rng.random(40) < 0.5)[author].astype(float)
    parts = np.ones(len(values))
    by_author = estimated(values, parts, author, uncertainty=UNCERTAINTY)
    by_unit = estimated(values, parts, author, uncertainty=Uncertainty(0.95, 41, 99, 0))
    assert by_author["estimate"] == by_unit["estimate"] == values.mean()
    assert by_author["method"].endswith("by author")
    width = [row["high"] - row["low"] for row in (by_author, by_unit)]
    # Ten units of an author say no more than one: wider by the root of ten.
    assert width[0] == pytest.approx(width[1] * 10**0.5, rel=0.1)


def test_a_sample_of_other_units_corrects_nothing():
    units = said(6, sides=("users",))
    drawn = sample(units.iloc[:5], pd.DataFrame(columns=["unit_id", "category"]),
                   n=5, least=1, seed=1)  # fmt: skip
    nothing = pd.DataFrame({"unit_id": [], "category": []}, dtype="str")
    (row,) = corrected(
        coded(drawn, dict.fromkeys(units["unit_id"], True)),
        drawn,
        units,
        nothing,
        CATEGORIES,
        uncertainty=UNCERTAINTY,
    ).to_dict("records")
    assert "estimate" not in row or pd.isna(row["estimate"])
    assert row["method"].startswith("none: the sample was drawn from 5 of these units")


def test_a_stratum_that_nobody_coded_leaves_no_estimate():
    units = said(6, sides=("users",))
    tagged = pd.DataFrame({"unit_id": units["unit_id"][:2], "category": "safety"})
    drawn = sample(units, tagged, n=6, least=1, seed=1)
    is_coded = drawn["stratum"].eq("users/none")
    some = coded(drawn[is_coded], dict.fromkeys(units["unit_id"], True))
    (row,) = corrected(
        some, drawn, units, tagged, CATEGORIES, uncertainty=UNCERTAINTY
    ).to_dict("records")
    assert row["method"] == "none: of some strata no unit is coded"
