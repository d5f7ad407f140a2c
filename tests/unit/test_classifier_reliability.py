"""The figure of a classifier's reliability plots what plain counting finds."""

import numpy as np
import pandas as pd
import pytest

from lasthope.classifier.calibrating import reliability
from lasthope.classifier.reliability import binned, draw
from lasthope.figures.theme import render
from lasthope.intervals import normal_quantile, wilson
from taught import rows

# Probability in thousandths, whether it is there, how many units it stands for.
TOLD = rows(0, 20, 40, 99, 310, 350, 950, 990, 999)
PRESENT = np.array([False, False, True, False, True, False, True, True, True])
WEIGHTS = np.array([1.0, 1, 2, 1, 3, 1, 1, 1, 1])
SCORES = pd.DataFrame({"is_used": [True, False]})


def test_bins_hold_what_can_be_counted():
    table = binned(reliability(TOLD, PRESENT, WEIGHTS)).set_index("from")
    assert table["n"].to_dict() == {
        **dict.fromkeys((0.1, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8), 0),
        **{0.0: 4, 0.3: 2, 0.9: 3},
    }
    assert table["share"].dropna().to_dict() == {0.0: 0.4, 0.3: 0.75, 0.9: 1.0}
    told = table["mean_probability"].dropna()
    assert told[0.0] == pytest.approx((0.02 + 2 * 0.04 + 0.099) / 5, abs=1e-6)
    assert told[0.3] == pytest.approx((3 * 0.31 + 0.35) / 4, abs=1e-6)
    # As many units as would weigh as evenly: 4^2 / (3^2 + 1^2).
    low, high = wilson(0.75, 1.6, normal_quantile(0.95))
    assert table.loc[0.3, ["low", "high"]].tolist() == pytest.approx(
        [low, high], abs=1e-6
    )


def test_the_drawing_says_what_it_shows():
    drawing = draw(reliability=reliability(TOLD, PRESENT, WEIGHTS), scores=SCORES)
    assert "Descriptive" in drawing.caption
    assert "1 category" in drawing.caption
    assert "told 0.32, found 0.75 (2 judgements)" in drawing.alt
    error = (abs(2 - 0.199) + abs(3 - 1.28) + abs(3 - 2.939)) / 12
    assert f"calibration error {error:.3f}" in drawing.caption
    assert len(drawing.table) == 10
    again = draw(reliability=reliability(TOLD, PRESENT, WEIGHTS), scores=SCORES)
    assert render(drawing.figure, "svg") == render(again.figure, "svg")
