"""Tests of lasthope.coding.sampling: every unit with the chance that is told."""

from math import sqrt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lasthope.coding.sampling import allocated, item, sample, stratified, systematic
from lasthope.errors import UserError


def frame(n, side="users", n_authors=5):
    return pd.DataFrame(
        {
            "unit_id": [f"{side}:{number:04d}" for number in range(n)],
            "side": side,
            "author": [f"author {number % n_authors}" for number in range(n)],
        }
    )


def tagged(**units):
    rows = [(unit, name) for name, some in units.items() for unit in some]
    return pd.DataFrame(rows, columns=["unit_id", "category"])


def test_the_stratum_is_side_and_rarest_category():
    units = pd.concat([frame(4), frame(2, side="platform")], ignore_index=True)
    found = tagged(
        common=["users:0000", "users:0001", "platform:0000", "users:0001"],
        rare=["users:0001"],
        elsewhere=["not in the frame", "users:0000", "neither"],
    )
    strata = stratified(units, found).set_index("unit_id")["stratum"].to_dict()
    assert strata == {
        "users:0000": "users/elsewhere",
        "users:0001": "users/rare",
        "users:0002": "users/none",
        "users:0003": "users/none",
        "platform:0000": "platform/common",
        "platform:0001": "platform/none",
    }


@given(
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 40), min_size=1),
    st.integers(14, 300),
)
def test_sizes_go_by_the_root_as_far_as_there_are_units(sizes, n):
    given_ = allocated(sizes, n, 2)
    assert sum(given_.values()) == min(n, sum(sizes.values()))
    assert all(min(2, sizes[name]) <= given_[name] <= sizes[name] for name in sizes)
    # D'Hondt: no unit moved from one stratum to another would go to a larger quotient.
    for one in sizes:
        for other in sizes:
            if given_[one] > 2 and given_[other] < sizes[other]:
                last = sqrt(sizes[one]) / given_[one]
                assert last >= sqrt(sizes[other]) / (given_[other] + 1) - 1e-9


def test_rare_categories_are_drawn_more_often():
    found = tagged(rare=[f"users:{number:04d}" for number in range(9)])
    drawn = sample(frame(909), found, n=110, least=2, seed=1)
    numbers = drawn.groupby("stratum")[["n_stratum", "n_drawn"]].first()
    # Roots of 900 and 9 are 30 and 3: a tenth of the sample, of a hundredth of units.
    assert numbers.loc["users/none"].tolist() == [900, 101]
    assert numbers.loc["users/rare"].tolist() == [9, 9]


def test_a_sample_of_more_than_there_is_is_all():
    drawn = sample(frame(7), tagged(), n=100, least=2, seed=1)
    assert drawn["unit_id"].nunique() == len(drawn) == 7
    assert drawn["n_drawn"].eq(7).all() and drawn["n_stratum"].eq(7).all()


@given(st.randoms(), st.integers(0, 9))
def test_the_order_of_rows_makes_no_difference(random, seed):
    units, found = frame(40), tagged(rare=["users:0003", "users:0011"])
    mixed = units.iloc[random.sample(range(40), 40)].reset_index(drop=True)
    one = sample(units, found, n=12, least=2, seed=seed)
    other = sample(mixed, found.iloc[::-1], n=12, least=2, seed=seed)
    pd.testing.assert_frame_equal(one, other)


def test_each_unit_is_met_as_often_as_its_probability_says():
    units = stratified(frame(10), tagged())
    met = pd.Series(0, units.index)
    for seed in range(2000):
        met[systematic(units, 3, seed)] += 1
    # 600 times each of 2,000; the standard deviation is 20.5.
    assert met.between(600 - 90, 600 + 90).all()


@given(st.integers(1, 30), st.integers(0, 50))
def test_a_draw_has_so_many_different_units(n, seed):
    units = stratified(frame(30, n_authors=4), tagged())
    assert len({*systematic(units, n, seed)}) == n


def test_authors_are_met_in_proportion():
    units = stratified(frame(40, n_authors=4), tagged())
    for seed in range(20):
        authors = units.loc[systematic(units, 8, seed), "author"].value_counts()
        assert authors.tolist() == [2, 2, 2, 2]


def test_items_hide_the_unit_and_survive_a_spreadsheet():
    items = {item(f"doc:{number}", 5) for number in range(500)}
    assert len(items) == 500
    assert all(name.startswith("u-") and len(name) == 12 for name in items)
    assert item("doc:1", 5) != item("doc:1", 6)


def test_too_small_a_sample_is_told():
    with pytest.raises(UserError, match="it must be at least 4"):
        allocated({"a": 9, "b": 9}, 3, 2)


def test_nothing_to_draw_from_is_told():
    with pytest.raises(UserError, match="show_private_text"):
        sample(frame(0), tagged(), n=5, least=1, seed=1)


def test_ties_are_broken_by_name():
    assert allocated({"a": 4, "b": 4}, 5, 1) == {"a": 3, "b": 2}
