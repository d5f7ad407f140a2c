"""How right the tagger is on each side: precision and recall beside each other."""

import pandas as pd

from lasthope.figures.dots import Key, dot_plot
from lasthope.figures.drawing import (
    CAPTION_NAME,
    Drawing,
    Options,
    clipped,
    counted,
    joined,
    level,
    listed,
)
from lasthope.figures.estimates import Axis
from lasthope.figures.notice import notice
from lasthope.figures.rows import BODY, row_height
from lasthope.figures.theme import in_our_look

TITLE = "How right the tagger is"
# Each with the column that says of how many sentences it is the share.
MEASURES = {"precision": "n_tagged", "recall": "n_positive"}
COLUMNS = [
    *("row", "measure", "category", "label", "side", "estimate", "low", "high"),
    *("n_coded", "n_positive", "n_tagged"),
]


@in_our_look
def draw(
    *, accuracy: pd.DataFrame, categories: pd.DataFrame, options: Options
) -> Drawing:
    """Draw precision and recall of each category, on each side to show."""
    every = measured(accuracy, categories, options)
    if every.empty:
        message = "No coder settled what the tagger found or missed on these sides."
        return Drawing(notice(TITLE, message), every, TITLE, message, message)
    n_rows = int(BODY // row_height([""] * 2, len(options.sides)))
    shown = every["category"].drop_duplicates().head(n_rows)
    table = in_panels(every[every["category"].isin(shown)], list(shown))
    labels = dict(zip(every["category"], every["label"], strict=True))
    sides = [side for side in options.sides if side in set(table["side"])]
    coded = table.groupby("side")["n_coded"].max()
    figure = dot_plot(
        table.assign(place=table["side"].map(sides.index), status="exploratory"),
        pd.DataFrame(
            {
                "label": [labels[name] for name in [*shown, *shown]],
                "note": sizes(every, list(shown), sides),
            }
        ),
        title=TITLE,
        remarks=[
            f"Lines: {level(options.confidence)} intervals; no mark: nothing to "
            "measure it by",
        ],
        at_right=f"of how many sentences, {' : '.join(sides)}",
        keys=[
            Key(side, f"{side}: {counted(coded[side], 'sentence')} coded")
            for side in sides
        ],
        axis=Axis("", 0, 1, (0, 1), 100, None),
        panels=("precision, % of what is tagged", "recall, % of what coders found"),
    )
    told = [
        f"{clipped(row['label'], CAPTION_NAME)}, {row['side']} {row['measure']} "
        f"{row['estimate']:.0%}"
        for row in table.to_dict("records")
    ]
    left_out = [label for name, label in labels.items() if name not in set(shown)]
    caption = [
        "Precision (left), the share of tagged sentences that coders find right, and "
        "recall (right), the share of the sentences they found that are tagged, of "
        f"each category and side. {'; '.join(_size(side, coded) for side in sides)}.",
        "Each sentence counts by the probability with which it was drawn; lines are "
        f"{level(options.confidence)} Wilson score intervals.",
        f"Left out for want of room: {listed(left_out)}." if left_out else "",
        *accuracy["coded_by"].dropna().unique(),
    ]
    alt = (
        "Two dot plots beside each other, of precision and of recall, with one "
        f"category a row: {joined(told)}."
    )
    return Drawing(figure, table, TITLE, " ".join(filter(None, caption)), alt)


def _size(side: str, coded: pd.Series) -> str:
    return f"{side.capitalize()}: {counted(coded[side], 'sentence')} coded"


def sizes(known: pd.DataFrame, shown: list[str], sides: list[str]) -> list[str]:
    """Return of how many sentences each side's share is, in the order of the rows."""
    told = []
    for measure, column in MEASURES.items():
        rows = known[known["measure"].eq(measure)]
        counts = rows.pivot(index="category", columns="side", values=column)
        every = counts.reindex(index=shown, columns=sides).fillna(0).to_numpy()
        told += [" : ".join(f"{count:,.0f}" for count in row) for row in every]
    return told


def measured(
    accuracy: pd.DataFrame, categories: pd.DataFrame, options: Options
) -> pd.DataFrame:
    """Return precision and recall where there are any, the commonest category first."""
    known = accuracy[
        accuracy["measure"].isin([*MEASURES])
        & accuracy["side"].isin(options.sides)
        & accuracy["estimate"].notna()
    ]
    found = known.groupby("category")["n_positive"].transform("sum")
    return (
        known.assign(found=found)
        .merge(categories[["category", "label"]], on="category")
        .sort_values(
            ["found", "label", "category"],
            ascending=[False, True, True],
            ignore_index=True,
        )
    )


def in_panels(known: pd.DataFrame, shown: list[str]) -> pd.DataFrame:
    """Return the marks with their rows: first those of precision, then of recall."""
    place = known["category"].map(shown.index)
    panel = known["measure"].map([*MEASURES].index)
    return (
        known.assign(row=panel * len(shown) + place)
        .sort_values(["row", "side"], ignore_index=True)
        .reindex(columns=COLUMNS)
    )
