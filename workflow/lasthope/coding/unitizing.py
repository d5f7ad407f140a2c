"""How far coders agree on where a category stands: Krippendorff's alpha for unitizing.

Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological
Methodology 25, 47-76; the formulas are those of Krippendorff, K. (2004). Measuring the
reliability of qualitative text analysis data. Quality & Quantity 38(6), 787-800, where
the expected disagreement is corrected. Spans that overlap disagree by the squares of
how far their beginnings and their ends lie apart, a span that meets none by the square
of its length.

The texts are laid end to end, in the order of their documents, as one continuum of
characters. All counts are whole numbers, so alpha is exact until it is rounded.

Its interval is the percentile one over resamples of units, each laid end to end as the
sample is. Spans do not cross units, but gaps do: what chance expects is made anew of
every resample.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, combinations, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from lasthope.coding.agreement import DECIMALS, NO_INTERVAL, percentiles, use
from lasthope.coding_tables import UNITIZING

# First character and one past the last.
Stretch = tuple[int, int]
# Per unit the spans in it, in order.
Marked = Sequence[Sequence[Stretch]]


class Disagreement(NamedTuple):
    """What coders disagree on and what they would by chance."""

    observed: Fraction
    expected: Fraction


def disagreement(coders: Sequence[Sequence[Stretch]], length: int) -> Disagreement:
    """Return the observed and the expected disagreement on spans of a category.

    Args:
        coders: of each coder the spans, in order, none of which overlap.
        length: of the continuum, in characters.

    >>> disagreement([[(0, 4)], [(2, 4)]], 10)
    Disagreement(observed=Fraction(1, 25), expected=Fraction(17, 183))
    """
    m = len(coders)
    apart = sum(distance(one, other) for one, other in combinations(coders, 2))
    observed = Fraction(2 * apart, m * (m - 1) * length**2)
    return Disagreement(observed, _expected(coders, length))


def alpha_of_spans(coders: Sequence[Sequence[Stretch]], length: int) -> float | None:
    """Return alpha for unitizing; None if chance can lay the spans in no other way.

    >>> alpha_of_spans([[(0, 4)], [(2, 4)]], 10)
    0.569412
    """
    return _alpha(disagreement(coders, length))


def _alpha(found: Disagreement) -> float | None:
    value = 1 - found.observed / found.expected if found.expected else None
    return value if value is None else round(float(value), DECIMALS)


def distance(one: Sequence[Stretch], other: Sequence[Stretch]) -> int:
    """Return how far two coders' spans lie apart, in squares of characters.

    >>> distance([(225, 295), (370, 400)], [(220, 300), (355, 375), (400, 420)])
    1300
    """
    total, ahead = 0, 0
    met = [False] * len(other)
    for start, end in one:
        while ahead < len(other) and other[ahead][1] <= start:
            ahead += 1
        place = ahead
        while place < len(other) and other[place][0] < end:
            begin, stop = other[place]
            total += (start - begin) ** 2 + (end - stop) ** 2
            met[place] = True
            place += 1
        if place == ahead:
            total += (end - start) ** 2
    lone = zip(other, met, strict=True)
    return total + sum(
        (end - start) ** 2 for (start, end), is_met in lone if not is_met
    )


def _expected(coders: Sequence[Sequence[Stretch]], length: int) -> Fraction:
    """Return the disagreement if all spans and gaps were laid out by chance.

    2 / L sum_g [(N - 1) (2 l^3 - 3 l^2 + l) / 3 + l^2 sum_h (l_h - l + 1)] / (mL (mL -
    1) - sum_g l (l - 1)), with the N spans g of length l, and the gaps h that are no
    shorter.
    """
    lengths = Counter(end - start for spans in coders for start, end in spans)
    gaps = sorted(gap for spans in coders for gap in gaps_between(spans, length))
    # The sum of all gaps from each on.
    sums = [*accumulate(reversed(gaps), initial=0)][::-1]
    others = lengths.total() - 1
    everywhere = len(coders) * length
    thrice, pairs = 0, everywhere * (everywhere - 1)
    for own, n in lengths.items():
        first = bisect_left(gaps, own)
        places = sums[first] - (len(gaps) - first) * (own - 1)
        beside = others * (2 * own**3 - 3 * own**2 + own)
        thrice += n * (beside + 3 * own**2 * places)
        pairs -= n * own * (own - 1)
    return Fraction(2 * thrice, 3 * length * pairs) if pairs else Fraction(0)


def gaps_between(spans: Sequence[Stretch], length: int) -> list[int]:
    """Return the lengths of the gaps that a coder's spans leave.

    >>> gaps_between([(0, 2), (5, 6), (6, 8)], 10)
    [3, 2]
    """
    edges = [(0, 0), *spans, (length, length)]
    return [
        after - before for (_, before), (after, _) in pairwise(edges) if after > before
    ]


def laid(units: Marked, lengths: Sequence[int]) -> list[Stretch]:
    """Return a coder's spans on the continuum of the units.

    >>> laid([[(0, 2)], [], [(1, 3)]], [5, 4, 3])
    [(0, 2), (10, 12)]
    """
    return [
        (begin + start, begin + end)
        for spans, begin in zip(units, accumulate(lengths, initial=0), strict=False)
        for start, end in spans
    ]


def interval_of_spans(
    coders: Sequence[Marked],
    lengths: Sequence[int],
    *,
    confidence: float,
    resamples: int,
    rng: np.random.Generator,
) -> tuple[float, float] | None:
    """Return the percentile interval of alpha for unitizing over resamples of units.

    None if more than half of the resamples have no alpha, or both ends are the same.
    Units that are drawn keep their order, so that what was marked in one place stays
    close together.

    Args:
        coders: of each coder the spans of each unit.
        lengths: of the units.
        confidence: of the interval.
        resamples: how many.
        rng: where the draws come from.
    """
    found = []
    for _ in range(resamples):
        drawn = np.sort(rng.integers(len(lengths), size=len(lengths))).tolist()
        sizes = [lengths[unit] for unit in drawn]
        spans = [laid([units[unit] for unit in drawn], sizes) for units in coders]
        found.append(alpha_of_spans(spans, sum(sizes)))
    there = [value for value in found if value is not None]
    ends = percentiles(there, resamples, confidence)
    return ends if ends and ends[0] < ends[1] else None


def unitizing(
    judged: pd.DataFrame,
    spans: pd.DataFrame,
    lengths: Mapping[str, int],
    categories: pd.DataFrame,
    *,
    confidence: float,
    resamples: int,
    min_units: int,
    min_positives: int,
    min_alpha: float,
    good_alpha: float,
    seed: int,
) -> pd.DataFrame:
    """Return the table ``unitizing``: a row per category that two coders judged.

    Only coders count who marked any span, and only units that all of these judged; one
    in which a coder found the category without saying where is left out.

    Args:
        judged: coder, item, category and is_present.
        spans: coder, item, category, start and end, in characters of the unit.
        lengths: of the texts by item, in the order of the continuum.
        categories: category, facet and label.
        confidence: of the intervals.
        resamples: of units.
        min_units: fewest units for an alpha.
        min_positives: fewest of them in which a coder marked it.
        min_alpha: as for agreement on presence.
        good_alpha: likewise.
        seed: of the resamples.
    """
    marking = judged[judged["coder"].isin(spans["coder"])]
    rows = []
    for place in categories.to_dict("records"):
        of_category = marking[marking["category"].eq(place["category"])]
        coders = sorted(of_category["coder"].unique())
        if len(coders) < 2:
            continue
        marked = spans[spans["category"].eq(place["category"])]
        items = _located(of_category, marked, coders, lengths)
        marked = marked[marked["item"].isin(items)]
        by_unit = _by_unit(marked, items, coders)
        sizes = [lengths[item] for item in items]
        length = sum(sizes)
        n_positive = marked["item"].nunique()
        ends = None
        value, is_varied = None, False
        if len(items) >= min_units:
            found = disagreement([laid(units, sizes) for units in by_unit], length)
            # Where little is disagreed on, alpha is 1 only as it is rounded.
            value, is_varied = _alpha(found), found.observed > 0
        if value is not None and is_varied and n_positive >= min_positives:
            ends = interval_of_spans(
                by_unit,
                sizes,
                confidence=confidence,
                resamples=resamples,
                rng=np.random.default_rng(seed),
            )
        note = None
        if len(items) < min_units:
            note = (
                f"spans of {len(items)} units can be compared; {min_units} are needed"
            )
        elif n_positive < min_positives:
            note = f"marked in {n_positive} of them; {min_positives} are needed"
        elif value is None:
            note = "chance could have laid the spans in no other way"
        elif not is_varied:
            note = NO_INTERVAL
        elif ends is None:
            note = "resamples have no alpha or one and the same, so no interval"
        enough = value if n_positive >= min_positives else None
        rows.append(
            {name: place[name] for name in ("category", "facet", "label")}
            | {
                "n_coders": len(coders),
                "n_units": len(items),
                "n_positive": n_positive,
                "n_characters": length,
                "n_spans": len(marked),
                "alpha": value,
                "low": ends[0] if ends else None,
                "high": ends[1] if ends else None,
                "use": use(enough, min_alpha=min_alpha, good_alpha=good_alpha),
                "note": note,
            }
        )
    return pd.DataFrame(rows, columns=list(UNITIZING.columns)[:-1])


def _located(
    judged: pd.DataFrame,
    marked: pd.DataFrame,
    coders: Sequence[str],
    lengths: Mapping[str, int],
) -> list[str]:
    """Return the units that all coders judged and, if they found it, said where."""
    said = marked[["coder", "item"]].drop_duplicates().assign(is_located=True)
    known = judged.merge(said, on=["coder", "item"], how="left")
    is_vague = known["is_present"].astype(bool) & known["is_located"].isna()
    n_coders = known.groupby("item")["coder"].nunique()
    vague = set(known.loc[is_vague, "item"])
    return [
        item
        for item in lengths
        if n_coders.get(item, 0) == len(coders) and item not in vague
    ]


def _by_unit(
    marked: pd.DataFrame, items: Sequence[str], coders: Sequence[str]
) -> list[Marked]:
    """Return of each coder the spans of each unit, in order."""
    spans: dict[tuple[str, str], list[Stretch]] = {}
    places = marked[["coder", "item", "start", "end"]]
    for coder, item, start, end in places.itertuples(index=False, name=None):
        spans.setdefault((coder, item), []).append((int(start), int(end)))
    return [
        [sorted(spans.get((coder, item), [])) for item in items] for coder in coders
    ]
