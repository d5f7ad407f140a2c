"""Check that intervals and tests hold what they promise, on data of known truth.

Where the sides do not differ, a test at 5 % should find a difference in 5 % of cases;
whether they differ or not, an interval of 95 % should hold the true difference in 95 %;
after Benjamini and Hochberg at 10 %, of the differences found at most 10 % should be
none; and where the sides differ, it should be found as often as may be (power).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import logit
from scipy.stats import false_discovery_control
from tqdm import tqdm

from lasthope.calibration import methods
from lasthope.calibration.simulated import EVERY, SCENARIOS, Scenario, drawn, means
from lasthope.errors import UserError
from lasthope.intervals import Interval, Numbers, Uncertainty

LEVEL, FALSE_DISCOVERIES = 0.05, 0.1
PERMUTATIONS = 499
SCORE = "score interval by author (lasthope)"
RATIO = "log odds ratio by author (lasthope)"
PERMUTATION = "permutation of authors (lasthope)"
BOOTSTRAP = "percentile bootstrap of authors"
OVER_UNITS = {
    "log-likelihood over units (keyness)": methods.log_likelihood,
    "log odds over units (Fightin' Words)": methods.fightin_words,
    "least squares over units (estimated effect)": methods.regression_of_units,
}
# Of a single comparison, a rate is no rate.
FEWEST_RUNS = 2
COLUMNS = ["scenario", "measure", "method", "rate", "n_runs"]


class Outcome(NamedTuple):
    """What a method made of one category or family: a rate is a mean of these."""

    measure: str
    method: str
    value: float


def calibration(*, n_runs: int, seed: int) -> pd.DataFrame:
    """Return how often each method was right.

    Args:
        n_runs: simulated comparisons per scenario, each of 20 categories.
        seed: of all of them.

    Returns:
        scenario, measure (``false positives``, ``coverage``, ``false discoveries``,
        ``power``), method, rate and n_runs.

    Raises:
        UserError: if the runs are fewer than two.
    """
    if n_runs < FEWEST_RUNS:
        raise UserError(
            f"calibration: of {n_runs} simulated comparisons no rate can be told; ask "
            f"for {FEWEST_RUNS} or more."
        )
    found = []
    for number, scenario in enumerate(SCENARIOS):
        for run in tqdm(range(n_runs), scenario.name, delay=5):
            rng = np.random.default_rng([seed, number, run])
            for one in _outcomes(scenario, rng):
                found.append((scenario.name, *one, n_runs))
    table = pd.DataFrame(found, columns=COLUMNS)
    keys = ["scenario", "measure", "method", "n_runs"]
    rates = table.groupby(keys, sort=False)["rate"].mean().round(4).reset_index()
    return rates[COLUMNS]


def as_markdown(table: pd.DataFrame) -> str:
    """Return the rates as a table, a column per scenario."""
    keys = ["measure", "method", "scenario"]
    wide = table.set_index(keys)["rate"].unstack(sort=False)
    by_measure = wide.sort_index(level=0, sort_remaining=False, kind="stable")
    lines = [["", "", *wide.columns], ["---", "---", *["---:"] * wide.shape[1]]]
    for names, rates in zip(by_measure.index, by_measure.to_numpy(), strict=True):
        lines.append([*names, *(f"{rate:.1%}" for rate in rates)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _outcomes(scenario: Scenario, rng: np.random.Generator) -> Iterator[Outcome]:
    """Simulate a comparison without differences and one with some."""
    uncertainty = Uncertainty(
        confidence=1 - LEVEL, min_authors=2, permutations=PERMUTATIONS, seed=0
    )
    for is_different in (False, True):
        a, b = drawn(scenario, rng, is_different=is_different)
        of = means(is_different=is_different)
        difference, ratio = np.subtract(*of), np.subtract(*map(logit, of))
        intervals = {
            SCORE: (methods.score_by_author(a, b, uncertainty), difference),
            RATIO: (methods.ratio_by_author(a, b, uncertainty), ratio),
            BOOTSTRAP: (methods.author_bootstrap(a, b, uncertainty, rng), difference),
        }
        for name, (interval, truth) in intervals.items():
            yield Outcome("coverage", name, _held(interval, truth))
        p = methods.permutation_of_authors(a, b, uncertainty, rng)
        if is_different:
            yield from _discoveries(p)
            continue
        yield Outcome("false positives", PERMUTATION, float(np.mean(p <= LEVEL)))
        for name, (interval, truth) in intervals.items():
            yield Outcome("false positives", name, 1 - _held(interval, truth))
        for name, method in OVER_UNITS.items():
            rate = float(np.mean(method(a, b) <= LEVEL))
            yield Outcome("false positives", name, rate)


def _discoveries(p: Numbers) -> Iterator[Outcome]:
    """Tell what is found after Benjamini and Hochberg, and how much of it is none."""
    is_true = np.arange(len(p)) % EVERY == 0
    is_found = false_discovery_control(p) <= FALSE_DISCOVERIES
    n_false = (is_found & ~is_true).sum() / max(is_found.sum(), 1)
    yield Outcome("false discoveries", PERMUTATION, float(n_false))
    yield Outcome("power", PERMUTATION, float(np.mean(is_found[is_true])))


def _held(interval: Interval, truth: Numbers) -> float:
    """Return the share of categories whose interval holds the truth.

    One without an interval, as nobody uses it, does not hold it.
    """
    low, high = interval
    return float(np.mean((low <= truth) & (truth <= high)))
