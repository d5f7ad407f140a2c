"""How often each side uses each frame, device or topic: one figure for all three."""

from collections.abc import Sequence

import pandas as pd

from lasthope.figures.dots import Key, dot_plot
from lasthope.figures.drawing import (
    CAPTION_NAME,
    Drawing,
    Options,
    clipped,
    counted,
    joined,
    listed,
    percent,
)
from lasthope.figures.estimates import Axis
from lasthope.figures.notice import notice
from lasthope.figures.rows import fitting
from lasthope.figures.surety import (
    coders_sentence,
    intervals,
    signed,
    status_of,
    validation_remark,
    validation_sentence,
)

# The row of sentences that belong to no topic; it stands last.
NO_TOPIC = "none"
PERCENT = 100
COLUMNS = [
    *("row", "facet", "name", "label", "side", "estimate", "low", "high"),
    *("count", "n_units", "n_authors", "method", "use", "status"),
]


def draw_shares(
    comparison: pd.DataFrame,
    *,
    facet: str,
    verb: str,
    title: str,
    options: Options,
    agreement: pd.DataFrame | None = None,
) -> Drawing:
    """Return the shares of each side's sentences, ordered by their difference.

    Args:
        comparison: the comparison.
        facet: ``frame``, ``device`` or ``topic``.
        verb: what a sentence does with one: ``carry``, ``use``.
        title: of the figure.
        options: what holds for every figure.
        agreement: says who coded what is signed.
    """
    shares = shares_of(comparison, facet=facet, sides=options.sides)
    pair = shares.loc[shares["side"].isin(options.sides[:2])]
    found = pair.loc[pair["count"].gt(0), "name"]
    if found.empty:
        return nothing(shares, facet=facet, title=title, options=options)
    table = ordered(shares.loc[shares["name"].isin(found)], options)
    table, rest = keep_largest(table, options)
    # That every sentence has a topic is nothing that was looked for in vain.
    is_sought = ~shares["name"].isin(
        [*found, *([NO_TOPIC] if facet == "topic" else [])]
    )
    absent = shares.loc[is_sought, "label"].drop_duplicates()
    a, b = options.side_a, options.side_b
    sizes = {side: size_of(table, side) for side in options.sides}
    short, status = status_of(table)
    rows = table.drop_duplicates("row").sort_values("row")
    is_coded = facet != "topic"
    lines, method = intervals(table, options)
    shown = [side for side in options.sides if side in set(table["side"])]
    figure = dot_plot(
        table.assign(place=table["side"].map(options.sides.index)),
        rows.assign(label=signed(rows), note=percents(table, rows, shown)),
        title=title,
        remarks=[
            short,
            *([validation_remark(rows)] if is_coded else []),
            *lines,
        ],
        at_right=f"% of {' : '.join(shown)}",
        keys=[Key(side, f"{side}: {size}") for side, size in sizes.items()],
        axis=Axis("% of a side’s sentences", 0, 0.05, (0, 1), PERCENT, None),
    )
    others = sorted(
        set(comparison.loc[comparison["measure"].eq("share"), "side_a"])
        - set(options.sides)
    )
    caption = [
        f"Share of each side’s sentences that {verb} each {facet}, ordered by {a} "
        f"minus {b}.",
        *(f"{side.capitalize()}: {size}." for side, size in sizes.items()),
        method,
        status,
    ]
    if is_coded:
        caption += [validation_sentence(rows), *coders_sentence(rows, agreement)]
    if len(absent):
        caption.append(f"Not found on either side: {listed(absent)}.")
    if rest:
        caption.append(f"Left out, with the smallest differences: {listed(rest)}.")
    if others:
        caption.append(f"Other sides are not shown: {', '.join(others)}.")
    return Drawing(figure, table, title, " ".join(caption), alternative(table, options))


def shares_of(
    comparison: pd.DataFrame, *, facet: str, sides: list[str]
) -> pd.DataFrame:
    """Return the shares of one facet on some sides, with columns named for one side."""
    chosen = (
        comparison["measure"].eq("share")
        & comparison["facet"].eq(facet)
        & comparison["side_a"].isin(sides)
    )
    return (
        comparison.loc[chosen]
        .rename(
            columns={
                "side_a": "side",
                "count_a": "count",
                "n_units_a": "n_units",
                "n_authors_a": "n_authors",
            }
        )
        .assign(row=0)[COLUMNS]
    )


def differences(shares: pd.DataFrame, options: Options) -> pd.Series:
    """Return side a's share minus side b's, by name; a side without any has 0."""
    wide = shares.pivot(index="name", columns="side", values="estimate")
    a, b = (wide.get(side, pd.Series(0.0, wide.index)) for side in options.sides[:2])
    return (a.fillna(0) - b.fillna(0)).round(6)


def ordered(shares: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return shares with their row: by difference, then label; no topic comes last."""
    keyed = shares.assign(
        is_last=shares["facet"].eq("topic") & shares["name"].eq(NO_TOPIC),
        falling=-shares["name"].map(differences(shares, options)),
        place=shares["side"].map(options.sides.index),
    ).sort_values(["is_last", "falling", "label", "name", "place"])
    row = keyed.groupby("name", sort=False).ngroup()
    return keyed.assign(row=row)[COLUMNS].reset_index(drop=True)


def keep_largest(
    table: pd.DataFrame, options: Options
) -> tuple[pd.DataFrame, list[str]]:
    """Return the largest differences that fit on a page, and the other labels."""
    size = differences(table, options).abs()
    rows = (
        table.drop_duplicates("row")
        .assign(size=lambda one: one["name"].map(size))
        .sort_values(["size", "row"], ascending=[False, True])
    )
    n_rows = fitting(rows["label"], n_places=len(options.sides))
    shown = table.loc[table["name"].isin(rows["name"][:n_rows])]
    row = shown.groupby("row").ngroup()
    return shown.assign(row=row).reset_index(drop=True), list(rows["label"][n_rows:])


def size_of(table: pd.DataFrame, side: str) -> str:
    """Return how many sentences of how many speakers a side has."""
    rows = table.loc[table["side"].eq(side)]
    if rows.empty:
        return "no sentences"
    n_units, n_authors = rows[["n_units", "n_authors"]].iloc[0]
    speakers = counted(n_authors, "speaker") if n_authors else "speakers not known"
    return f"{counted(n_units, 'sentence')}, {speakers}"


def percents(
    table: pd.DataFrame, rows: pd.DataFrame, sides: Sequence[str]
) -> list[str]:
    """Return each row's shares in per cent, a side after the other."""
    shares = table.pivot(index="row", columns="side", values="estimate")
    return [
        " : ".join(
            # Of a side that says nothing there is no share.
            "–" if pd.isna(share) else percent(share)
            for share in shares.loc[row, list(sides)]
        )
        for row in rows["row"]
    ]


def alternative(table: pd.DataFrame, options: Options) -> str:
    """Return in words what the dots show."""
    a, b = options.side_a, options.side_b
    said = []
    for _, rows in table.groupby("row"):
        share = rows.set_index("side")["estimate"]
        told = ", ".join(f"{side} {percent(share[side])}%" for side in share.index)
        said.append(f"{clipped(rows['label'].iloc[0], CAPTION_NAME)}: {told}")
    things = counted(len(said), table["facet"].iloc[0])
    return (
        f"Dot plot with a row for each of {things}, from those commoner with the {a} "
        f"to those commoner with the {b}. Shares of sentences: {joined(said)}."
    )


def nothing(
    shares: pd.DataFrame, *, facet: str, title: str, options: Options
) -> Drawing:
    """Return a figure that says that none was found."""
    a, b = options.side_a, options.side_b
    looked_for = shares["name"].nunique()
    message = (
        f"None of {counted(looked_for, facet)} was found on the side of {a} or {b}."
        if looked_for
        else f"There is no {facet} to compare."
    )
    table = shares.iloc[:0].reset_index(drop=True)
    return Drawing(notice(title, message), table, title, message, message)
