"""Calibration: naive methods against scipy, and ours within their promise."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from lasthope.calibration import (
    BOOTSTRAP,
    OVER_UNITS,
    PERMUTATION,
    RATIO,
    SCORE,
    as_markdown,
    calibration,
    methods,
)
from lasthope.calibration.figure import draw
from lasthope.calibration.simulated import (
    MEANS,
    SCENARIOS,
    Scenario,
    Side,
    drawn,
    means,
)


@pytest.fixture(scope="module")
def table():
    return calibration(n_runs=60, seed=4)


def rates(table, measure, method):
    of = table[table["measure"].eq(measure) & table["method"].eq(method)]
    return of.set_index("scenario")["rate"]


# With 1,200 categories a scenario, not independent, a rate is known to some .015.
def test_ours_keep_their_promise(table):
    for method in (SCORE, RATIO, PERMUTATION):
        assert rates(table, "false positives", method).max() <= 0.085
    for method in (SCORE, RATIO):
        assert rates(table, "coverage", method).between(0.915, 0.985).all()
    assert rates(table, "false discoveries", PERMUTATION).max() <= 0.13
    power = rates(table, "power", PERMUTATION)
    assert power[[SCENARIOS[0].name, SCENARIOS[1].name]].min() > 0.4


def test_methods_over_units_do_not(table):
    for method in OVER_UNITS:
        assert rates(table, "false positives", method).max() > 0.3
    few = rates(table, "coverage", BOOTSTRAP)[SCENARIOS[2].name]
    assert few < 0.9


def test_the_page_tells_what_the_published_table_holds():
    docs = Path(__file__).parents[2] / "docs"
    told = as_markdown(pd.read_csv(docs / "calibration.csv"))
    assert told in (docs / "inference.md").read_text("utf-8")
    assert "| coverage | score interval by author (lasthope) | 9" in told
    assert "| coverage | log odds ratio by author (lasthope) | 9" in told


def test_the_same_seed_gives_the_same_table():
    one, other = (calibration(n_runs=2, seed=9) for _ in "ab")
    pd.testing.assert_frame_equal(one, other)


A = Side(np.array([30, 10]), np.array([[6, 0], [3, 1]]))
B = Side(np.array([20, 30]), np.array([[2, 5], [1, 9]]))


def test_methods_over_units_as_scipy_has_them():
    for category in range(2):
        y_a, y_b = A.held[:, category].sum(), B.held[:, category].sum()
        observed = [[y_a, 40 - y_a], [y_b, 50 - y_b]]
        g2 = stats.chi2_contingency(
            observed, correction=False, lambda_="log-likelihood"
        )
        assert methods.log_likelihood(A, B)[category] == pytest.approx(g2.pvalue)
        one = np.repeat([1, 0], observed[0])
        other = np.repeat([1, 0], observed[1])
        expected = stats.ttest_ind(one, other).pvalue
        assert methods.regression_of_units(A, B)[category] == pytest.approx(expected)


def test_log_odds_over_units_by_hand():
    # 9 of 40 and 3 of 50; 500 prior words, of which 12/90 are of the category.
    alpha = 500 * 12 / 90
    delta = np.log((9 + alpha) / (40 + 500 - 9 - alpha)) - np.log(
        (3 + alpha) / (50 + 500 - 3 - alpha)
    )
    z = delta / np.sqrt(1 / (9 + alpha) + 1 / (3 + alpha))
    expected = 2 * stats.norm.sf(abs(z))
    assert methods.fightin_words(A, B)[0] == pytest.approx(expected)


def test_what_is_drawn_has_the_means_it_should():
    scenario = Scenario("many", *[lambda rng: np.full(4000, 20)] * 2)
    rng = np.random.default_rng(2)
    for is_different in (False, True):
        sides = drawn(scenario, rng, is_different=is_different)
        for side, expected in zip(sides, means(is_different=is_different), strict=True):
            found = side.held.sum(axis=0) / side.units.sum()
            assert found == pytest.approx(expected, abs=0.01)
    # Odds twice as large: .4 becomes 4/7 where it differs, and .03 6/103.
    different, _ = means(is_different=True)
    assert different[0] == pytest.approx(2 * 0.03 / 1.03)
    assert different[1:4] == pytest.approx(MEANS[1:4])


def test_the_figure_draws_what_is_in_its_table(table):
    drawing = draw(calibration=table)
    assert set(drawing.table["measure"]) == {"false positives", "coverage"}
    plots = drawing.figure.axes[1:]
    n_marks = [
        sum(len(line.get_xdata()) for line in plot.lines if line.get_marker() in "os^")
        for plot in plots
    ]
    assert (
        n_marks
        == drawing.table.groupby("measure")
        .size()[["false positives", "coverage"]]
        .tolist()
    )
