"""Tests of lasthope.coherence, by hand."""

from math import isnan, log

import pytest

from lasthope.coherence import coherence, npmi


def test_npmi_by_hand():
    # p(a) = p(b) = 1/2, p(a, b) = 3/8: ln(3/2) / ln(8/3).
    assert npmi(4, 4, 3, 8) == pytest.approx(log(3 / 2) / log(8 / 3))
    assert npmi(4, 4, 3, 8) == pytest.approx(0.413390, abs=1e-6)
    assert npmi(2, 2, 2, 8) == 1
    assert npmi(4, 4, 2, 8) == 0
    assert npmi(4, 4, 0, 8) == -1
    assert npmi(8, 8, 8, 8) is None
    assert npmi(8, 4, 4, 8) == 0


def test_coherence_is_the_mean_over_pairs():
    texts = [["a", "b", "b"], ["a", "b"], ["a", "c"], ["d"]]
    # a and b: p 3/4, 1/2, together 1/2; a and c: 3/4, 1/4, 1/4; b and c never meet.
    expected = (log(4 / 3) / log(2) + log(4 / 3) / log(4) - 1) / 3
    of_topics = coherence([["a", "b", "c"], ["d"], []], texts)
    assert of_topics[0] == pytest.approx(expected)
    assert isnan(of_topics[1])
    assert isnan(of_topics[2])
    assert isnan(coherence([["a", "b"]], [["a", "b"]])[0])
