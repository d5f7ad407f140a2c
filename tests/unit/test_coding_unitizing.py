"""Tests of lasthope.coding.unitizing: alpha by definition and as published."""

from fractions import Fraction
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lasthope.coding.unitizing import alpha_of_spans, disagreement, unitizing

# Two observers' units of a continuum from 150 to 450, Krippendorff (2004), figure 2.
C = [[(225, 295), (370, 400)], [(220, 300), (355, 375), (400, 420)]]
K = [[(180, 240), (300, 350)], [(180, 240), (300, 350)]]
# Four pairs of observers of a continuum of 24, Krippendorff (1995).
PAIRS = {
    "A": ([(2, 10), (14, 20)], [(4, 8), (15, 17)]),
    "B": ([(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)]),
    "C": (
        [(2, 8), (10, 12), (14, 18), (20, 22)],
        [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)],
    ),
    "D": (
        [(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)],
        [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)],
    ),
}
SETTINGS = {"confidence": 0.95, "resamples": 199, "seed": 3}
SETTINGS |= {"min_units": 2, "min_positives": 1, "min_alpha": 0.667, "good_alpha": 0.8}
CATEGORIES = pd.DataFrame(
    {"category": ["safety"], "facet": ["frame"], "label": ["Public safety"]}
)


def moved(coders, by):
    return [[(start - by, end - by) for start, end in spans] for spans in coders]


def test_units_of_two_observers_as_published_in_2004():
    of_c, of_k = disagreement(moved(C, 150), 300), disagreement(moved(K, 150), 300)
    assert float(of_c.observed) == pytest.approx(0.0144, abs=5e-5)
    assert float(of_c.expected) == pytest.approx(0.0532, abs=5e-5)
    assert alpha_of_spans(moved(C, 150), 300) == pytest.approx(0.7286, abs=5e-5)
    assert of_k.observed == 0
    assert float(of_k.expected) == pytest.approx(0.0490, abs=5e-5)
    assert alpha_of_spans(moved(K, 150), 300) == 1


@pytest.mark.parametrize(
    ("name", "observed"),
    [("A", 0.03125), ("B", 2.26736), ("C", 0.02777), ("D", 0.38715)],
)
def test_observed_disagreement_of_four_pairs_as_published_in_1995(name, observed):
    """What is expected was corrected in 2004, so that it is other than in 1995."""
    found = disagreement(PAIRS[name], 24).observed
    assert float(found) == pytest.approx(observed, abs=1e-5)


def test_a_disagreement_by_hand():
    found = disagreement([[(0, 4)], [(2, 4)]], 10)
    # They begin 2 apart: twice 2^2, over 2 pairs of coders and 10^2.
    assert found.observed == Fraction(8, 200)
    # Span beside span: (2 * 64 - 48 + 4) / 3 = 28 and (16 - 12 + 2) / 3 = 2. Gaps are
    # 6, and 2 and 6: of length 4 fit in 3 + 3 places, of length 2 in 5 + 1 + 5.
    assert found.expected == Fraction(2, 10) * (28 + 2 + 16 * 6 + 4 * 11) / (
        20 * 19 - 4 * 3 - 2 * 1
    )


def segments(spans, length):
    """Return spans and gaps in order: start, length and whether it is a span."""
    found, before = [], 0
    for start, end in [*spans, (length, length)]:
        if start > before:
            found.append((before, start - before, False))
        if end > start:
            found.append((start, end - start, True))
        before = end
    return found


def slow_observed(coders, length):
    """By comparing every segment of one coder with every one of another."""
    total = 0
    for one, other in permutations(coders, 2):
        for begin, own, is_span in segments(one, length):
            for start, size, is_other in segments(other, length):
                meets = begin < start + size and start < begin + own
                lies_within = start <= begin and begin + own <= start + size
                if is_span and is_other and meets:
                    total += (begin - start) ** 2
                    total += (begin + own - start - size) ** 2
                elif is_span and not is_other and lies_within:
                    # Seen from the other coder it is counted once more.
                    total += 2 * own**2
    m = len(coders)
    return Fraction(total, m * (m - 1) * length**2)


def slow_expected(coders, length):
    """By moving every span along every other span, and into every gap."""
    every = [part for spans in coders for part in segments(spans, length)]
    spans = [own for _, own, is_span in every if is_span]
    total = Fraction(0)
    for own in spans:
        # A span beside another of its own length, over all places where they meet.
        places = range(1 - own, own)
        beside = sum(Fraction(place**2 + place**2, 2) for place in places)
        total += (len(spans) - 1) * beside
        for _, gap, is_span in every:
            if not is_span:
                total += own**2 * len(range(own, gap + 1))
    everywhere = len(coders) * length
    pairs = everywhere * (everywhere - 1) - sum(own * (own - 1) for own in spans)
    return 2 * total / (length * pairs)


LENGTH = 40


@st.composite
def laid_out(draw):
    """Return spans of one coder: now a gap and now a span, either of any length."""
    place, spans = 0, []
    steps = st.tuples(st.integers(0, 12), st.integers(1, 12))
    for gap, own in draw(st.lists(steps, max_size=6)):
        if place + gap + own <= LENGTH:
            spans.append((place + gap, place + gap + own))
            place += gap + own
    return spans


SPANS = laid_out()


@settings(max_examples=200, deadline=None)
@given(st.lists(SPANS, min_size=2, max_size=4))
def test_disagreement_is_that_of_all_segments(coders):
    found = disagreement(coders, LENGTH)
    assert found.observed == slow_observed(coders, LENGTH)
    assert found.expected == slow_expected(coders, LENGTH)


@given(st.lists(SPANS, min_size=2, max_size=4), st.randoms())
def test_neither_coders_nor_direction_make_a_difference(coders, random):
    mixed = random.sample(coders, len(coders))
    mirrored = [
        sorted((LENGTH - end, LENGTH - start) for start, end in spans)
        for spans in coders
    ]
    alpha = alpha_of_spans(coders, LENGTH)
    assert alpha == alpha_of_spans(mixed, LENGTH) == alpha_of_spans(mirrored, LENGTH)


@given(SPANS.filter(bool), st.integers(2, 4))
def test_coders_who_mark_the_same_agree_wholly(spans, n_coders):
    assert alpha_of_spans([spans] * n_coders, LENGTH) == 1


def test_without_spans_there_is_no_alpha():
    assert alpha_of_spans([[], []], 10) is None


def table(judged, spans, lengths, **changed):
    columns = ["coder", "item", "category", "is_present"]
    places = ["coder", "item", "category", "start", "end"]
    return unitizing(
        pd.DataFrame(
            [(c, i, "safety", found) for c, i, found in judged], columns=columns
        ),
        pd.DataFrame([(c, i, "safety", *at) for c, i, *at in spans], columns=places),
        lengths,
        CATEGORIES,
        **SETTINGS | changed,
    ).to_dict("records")


def test_texts_are_laid_end_to_end_in_their_order():
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v")]
    spans = [("a", "v", 0, 3), ("a", "u", 2, 5), ("b", "u", 2, 5), ("b", "v", 1, 3)]
    (row,) = table(judged, spans, {"v": 10, "u": 5})
    expected = alpha_of_spans([[(0, 3), (12, 15)], [(1, 3), (12, 15)]], 15)
    assert row["alpha"] == expected
    assert (row["n_characters"], row["n_spans"]) == (15, 4)
    assert (row["n_coders"], row["n_units"], row["n_positive"]) == (2, 2, 2)


def test_a_unit_found_but_not_marked_or_not_judged_by_all_is_left_out():
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v", "w", "x")]
    judged = [row for row in judged if row[:2] != ("b", "x")]
    marks = [("a", "u"), ("a", "v"), ("a", "w"), ("a", "x"), ("b", "u"), ("b", "w")]
    spans = [(*mark, 0, 3) for mark in marks]
    (row,) = table(judged, spans, dict.fromkeys("uvwx", 10))
    assert (row["n_units"], row["n_spans"], row["alpha"]) == (2, 4, 1)
    assert row["use"] == "inference"


def test_a_coder_who_marks_nothing_is_no_coder_of_spans():
    judged = [(coder, item, True) for coder in "abc" for item in ("u", "v")]
    spans = [(coder, item, 0, 3) for coder in "ab" for item in ("u", "v")]
    (row,) = table(judged, spans, {"u": 10, "v": 10})
    assert (row["n_coders"], row["n_units"]) == (2, 2)
    assert table(judged, spans[:2], {"u": 10, "v": 10}) == []


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"min_units": 3}, "spans of 2 units can be compared; 3 are needed"),
        ({"min_positives": 3}, "marked in 2 of them; 3 are needed"),
    ],
)
def test_what_is_lacking_is_told(changed, note):
    judged = [(coder, item, True) for coder in "ab" for item in ("u", "v")]
    spans = [(coder, item, 0, 3) for coder in "ab" for item in ("u", "v")]
    (row,) = table(judged, spans, {"u": 10, "v": 10}, **changed)
    assert (row["use"], row["note"]) == ("unvalidated", note)
    assert (row["low"], row["high"]) == (None, None)
