"""How far coders agree on each category, beside what it takes to use it."""

import pandas as pd

from lasthope.figures.dots import dot_plot
from lasthope.figures.drawing import (
    CAPTION_NAME,
    Drawing,
    Options,
    clipped,
    joined,
    level,
    listed,
)
from lasthope.figures.estimates import Axis
from lasthope.figures.notice import notice
from lasthope.figures.rows import fitting
from lasthope.figures.surety import signed, validation_remark, validation_sentence
from lasthope.figures.theme import ALL_SIDES, in_our_look

TITLE = "How far coders agree"
COLUMNS = [
    *("row", "category", "facet", "label", "estimate", "low", "high"),
    *("n_coders", "n_units", "n_positive", "use"),
]


@in_our_look
def draw(*, agreement: pd.DataFrame, options: Options) -> Drawing:
    """Draw Krippendorff's alpha of each category with its interval."""
    every = ordered(agreement)
    if every.empty:
        message = "No category was coded by two people, so that nothing is validated."
        return Drawing(notice(TITLE, message), every, TITLE, message, message)
    labels = [f"{label} ✓" for label in every["label"]]
    table = every.head(fitting(labels, n_places=1))
    is_few = table["use"].eq("unvalidated")
    remarks = [validation_remark(table)]
    if is_few.any():
        remarks.append("Hollow: found in too few units to tell")
    has_lines = bool(table["low"].notna().any())
    if options.alpha_bounds:
        least, good = options.alpha_bounds
        remarks.append(
            f"Dotted: tentative from {least:g}; dashed: reliable from {good:g}"
        )
    figure = dot_plot(
        table.assign(
            place=0,
            side=ALL_SIDES,
            status=is_few.map({True: "descriptive", False: "exploratory"}),
        ),
        table.assign(
            label=signed(table),
            note=table["n_positive"].astype(str) + "/" + table["n_units"].astype(str),
        ),
        title=TITLE,
        remarks=[
            *remarks,
            *([f"Lines: {level(options.confidence)} intervals"] if has_lines else []),
        ],
        at_right="units with it, of those coded twice",
        keys=[],
        axis=Axis("Krippendorff’s alpha", 0, 1, (-1, 1), 1, None, options.alpha_bounds),
    )
    unknown = agreement.loc[agreement["alpha"].isna(), "label"]
    left_out = every["label"].iloc[len(table) :]
    told = [
        f"{clipped(row['label'], CAPTION_NAME)} {row['estimate']:.2f}"
        for row in table.to_dict("records")
    ]
    n = len(table)
    interval = (
        f"with its {level(options.confidence)} percentile interval over resamples of "
        "units; where coders never disagree there is none."
        if has_lines
        else "without an interval: resampling units gives none."
    )
    caption = [
        f"Krippendorff’s alpha of {f'{n} categories' if n > 1 else '1 category'}",
        interval,
        validation_sentence(table),
        f"Without an alpha, for they were coded too seldom or never found: "
        f"{listed(unknown)}."
        if len(unknown)
        else "",
        f"Left out for want of room: {listed(left_out)}." if len(left_out) else "",
        *agreement["coded_by"].dropna().unique(),
    ]
    alt = (
        "Dot plot of alpha with one category a row, the highest first, below them "
        f"likewise those found in too few units to tell: {joined(told)}."
        if is_few.any()
        else "Dot plot of alpha with one category a row, the highest first: "
        f"{joined(told)}."
    )
    return Drawing(figure, table, TITLE, " ".join(filter(None, caption)), alt)


def ordered(agreement: pd.DataFrame) -> pd.DataFrame:
    """Return the categories that have an alpha, the validated first, then by it."""
    return (
        agreement[agreement["alpha"].notna()]
        .assign(
            is_few=lambda rows: rows["use"].eq("unvalidated"),
            falling=lambda rows: -rows["alpha"],
        )
        .sort_values(["is_few", "falling", "label"], ignore_index=True)
        .rename(columns={"alpha": "estimate"})
        .assign(row=lambda rows: range(len(rows)))[COLUMNS]
    )
