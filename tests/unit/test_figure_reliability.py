"""The figures of agreement and accuracy: what is drawn is what coding found."""

import re

import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from drawn import HOSTILE, OPTIONS, draw, marks_of, overlaps, texts_of
from lasthope.tables import check

BOUNDED = OPTIONS._replace(alpha_bounds=(0.6, 0.9))
WHO = "Coded by two people."


def agreement(*rows):
    columns = [
        "category",
        "facet",
        "label",
        "n_units",
        "n_positive",
        "alpha",
        "low",
        "high",
        "use",
    ]
    table = pd.DataFrame(rows, columns=columns).assign(
        n_coders=2, prevalence=0.2, agreement=0.9, note=None, coded_by=WHO
    )
    order = "category facet label n_coders n_units n_positive prevalence agreement"
    last = "alpha low high use note coded_by"
    return check(table[[*order.split(), *last.split()]], "agreement")


AGREED = agreement(
    ("law", "frame", "Law", 40, 12, 0.7, 0.5, 0.85, "tentative"),
    ("war", "frame", "War", 40, 9, 0.95, 0.8, 1.0, "inference"),
    ("fear", "device", "Fear", 40, 20, 0.3, -0.1, 0.6, "none"),
    ("hope", "device", "Hope", 40, 1, 1.0, None, None, "unvalidated"),
    ("duty", "device", "Duty", 40, 0, None, None, None, "unvalidated"),
)


def written(drawing):
    return [text.get_text() for text in texts_of(drawing.figure)]


def test_alphas_stand_beside_their_bounds():
    drawing = draw("reliability", BOUNDED, agreement=AGREED)
    assert drawing.table["label"].tolist() == ["War", "Law", "Fear", "Hope"]
    assert marks_of(drawing.figure) == [0.3, 0.7, 0.95, 1.0]
    intervals = sorted(
        (round(float(x), 6), round(float(y), 6))
        for axes in drawing.figure.axes
        for lines in axes.collections
        if isinstance(lines, LineCollection)
        for (x, _), (y, _) in lines.get_segments()
    )
    assert intervals == [(-0.1, 0.6), (0.5, 0.85), (0.8, 1.0)]
    bounds = {
        line.get_xdata()[0]
        for axes in drawing.figure.axes
        for line in axes.lines
        if line.get_linestyle() == "--"
    }
    assert bounds == {0.6, 0.9}
    told = written(drawing)
    assert "Dotted: tentative from 0.6; dashed: reliable from 0.9" in told
    assert "Lines: 95% intervals" in told
    assert "likewise those found in too few units" in drawing.alt
    for text in ("War ✓", "Law †", "Fear ‡", "Hope", "12/40", "1/40"):
        assert text in told
    assert "Duty" not in told
    assert "never found: Duty." in drawing.caption
    assert drawing.caption.endswith(WHO)
    assert overlaps(drawing.figure) == []


def test_where_no_interval_is_known_none_is_promised():
    agreed = agreement(("hope", "device", "Hope", 40, 9, 1.0, None, None, "inference"))
    drawing = draw("reliability", BOUNDED, agreement=agreed)
    assert not [text for text in written(drawing) if text.startswith("Lines")]
    assert drawing.caption.startswith(
        "Krippendorff’s alpha of 1 category without an interval: resampling units "
        "gives none. "
    )
    assert "95%" not in drawing.caption


def test_what_was_found_too_seldom_is_hollow_and_said_to_be():
    few = draw("reliability", BOUNDED, agreement=AGREED)
    assert "Hollow: found in too few units to tell" in written(few)
    many = draw("reliability", BOUNDED, agreement=AGREED[AGREED["use"].eq("inference")])
    assert "Hollow: found in too few units to tell" not in written(many)
    assert "alpha of 1 category " in many.caption
    assert "too few" not in many.alt


ACCURATE = [
    ("law", "platform", "precision", 0.5, 0.2, 0.8, 20, 6, 4),
    ("law", "platform", "recall", 0.25, 0.1, 0.6, 20, 6, 4),
    ("law", "platform", "f1", 0.33, 0.1, 0.7, 20, 6, 4),
    ("law", "provider", "recall", 0.0, 0.0, 0.4, 9, 3, 0),
    ("law", "provider", "precision", None, None, None, 9, 3, 0),
    ("law", "all", "precision", 0.4, 0.1, 0.7, 29, 9, 4),
    ("war", "provider", "precision", 1.0, 0.3, 1.0, 9, 2, 2),
    ("war", "users", "precision", 0.9, 0.3, 1.0, 9, 2, 2),
]


def accuracy(rows):
    columns = "category side measure estimate low high n_coded n_positive n_tagged"
    table = pd.DataFrame(rows, columns=columns.split())
    return check(table.assign(note=None, coded_by=WHO), "accuracy")


CATEGORIES = pd.DataFrame({"category": ["law", "war"], "label": ["Law", "War"]})


def test_precision_and_recall_of_the_sides_stand_beside_each_other():
    drawing = draw("accuracy", accuracy=accuracy(ACCURATE), categories=CATEGORIES)
    told = drawing.table[["row", "measure", "label", "side", "estimate"]]
    assert told.values.tolist() == [
        [0, "precision", "Law", "platform", 0.5],
        [1, "precision", "War", "provider", 1.0],
        [2, "recall", "Law", "platform", 0.25],
        [2, "recall", "Law", "provider", 0.0],
    ]
    left, right = (
        sorted(float(x) for dots in axes.collections
               if not isinstance(dots, LineCollection)
               for x in dots.get_offsets()[:, 0])
        for axes in drawing.figure.axes[1:]
    )  # fmt: skip
    assert (left, right) == ([0.5, 1.0], [0.0, 0.25])
    texts = written(drawing)
    assert texts.count("Law") == texts.count("War") == 2
    # Of Law 4 sentences of the platform are tagged and 6 coded, 3 of the provider.
    assert "At the right: of how many sentences, platform : provider" in texts
    assert {text for text in texts if re.fullmatch(r"\d+ : \d+", text)} == {
        *("4 : 0", "0 : 2", "6 : 3", "0 : 0"),
    }
    assert {"precision, % of what is tagged", "recall, % of what coders found"} <= set(
        texts
    )
    assert (
        "Platform: 20 sentences coded; Provider: 9 sentences coded" in drawing.caption
    )
    assert overlaps(drawing.figure) == []


def test_another_side_is_shown_where_it_is_asked_for():
    options = OPTIONS._replace(other_sides=("users",))
    drawing = draw(
        "accuracy", options, accuracy=accuracy(ACCURATE), categories=CATEGORIES
    )
    assert set(drawing.table["side"]) == {"platform", "provider", "users"}


def test_of_many_categories_those_that_fit_are_shown():
    names = [f"n{number:03}" for number in range(90)]
    rows = [
        (name, side, measure, 0.5, 0.2, 0.8, 99, 90 - place, 4)
        for place, name in enumerate(names)
        for side in ("platform", "provider")
        for measure in ("precision", "recall")
    ]
    labels = pd.DataFrame({"category": names, "label": names})
    drawing = draw("accuracy", accuracy=accuracy(rows), categories=labels)
    shown = drawing.table["category"].unique().tolist()
    assert shown == names[: len(shown)]
    assert 20 < len(shown) < 90
    assert "Left out for want of room: " in drawing.caption
    assert drawing.figure.get_size_inches()[1] * 25.4 < 245


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_only_text(text):
    agreed = AGREED.assign(label=text)
    draw("reliability", BOUNDED, agreement=agreed)
    labels = CATEGORIES.assign(label=text)
    draw("accuracy", accuracy=accuracy(ACCURATE), categories=labels)


def test_without_codings_one_sentence_says_so():
    nobody = AGREED.assign(alpha=None, low=None, high=None, coded_by=None)
    drawing = draw("reliability", BOUNDED, agreement=check(nobody, "agreement"))
    assert drawing.caption.startswith("No category was coded by two people")
    drawing = draw("accuracy", accuracy=accuracy([]), categories=CATEGORIES)
    assert drawing.caption.startswith("No coder settled")
