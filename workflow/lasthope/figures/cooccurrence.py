"""Which frames stand in one document more often than chance would put them there."""

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
)
from lasthope.figures.estimates import Axis
from lasthope.figures.notice import notice
from lasthope.figures.surety import (
    coders_sentence,
    intervals,
    signed,
    status_of,
    validation_remark,
)
from lasthope.figures.theme import in_our_look

TITLE = "Frames in one document"
# Pairs shown: as many as one reads in a column of a journal.
MOST = 20
COLUMNS = [
    *("row", "name_a", "name_b", "label", "side", "estimate", "low", "high", "q"),
    *("count", "expected", "n_documents", "n_authors", "method", "use", "status"),
]


@in_our_look
def draw(
    *,
    cooccurrence: pd.DataFrame,
    options: Options,
    agreement: pd.DataFrame | None = None,
) -> Drawing:
    """Draw the lift of the pairs that meet most often, for each side to show."""
    every = cooccurrence[cooccurrence["side"].isin(options.sides)]
    table = commonest(every, options)
    if table.empty:
        message = "No two frames stand in one document of the sides that are compared."
        return Drawing(notice(TITLE, message), table, TITLE, message, message)
    sides = [side for side in options.sides if side in set(table["side"])]
    sizes = {side: size_of(table, side) for side in sides}
    short, status = status_of(table)
    lines, method = intervals(table, options)
    rows = table.drop_duplicates("row").sort_values("row")
    figure = dot_plot(
        # Without an interval the dot stands alone.
        table.assign(
            place=table["side"].map(sides.index),
            low=table["low"].fillna(table["estimate"]),
            high=table["high"].fillna(table["estimate"]),
        ),
        rows.assign(label=signed(rows), note=met_in(table, sides)),
        title=TITLE,
        remarks=[short, validation_remark(rows), *lines],
        at_right=f"documents with both, {' : '.join(sides)}",
        keys=[Key(side, f"{side}: {size}") for side, size in sizes.items()],
        axis=Axis("log lift", -0.5, 0.5, (-99, 99), 1, ("apart", "together")),
    )
    met = every.loc[every["count"].gt(0), ["name_a", "name_b"]].drop_duplicates()
    caption = (
        "Logarithm of how many documents hold both frames, over how many would by "
        "chance: 0 as by chance, above it they go together. "
        + " ".join(f"{side.capitalize()}: {size}." for side, size in sizes.items())
        + f" Of {counted(len(met), 'pair')} that meet at all, the "
        f"{table['row'].nunique()} in most documents, by the lift of the first side on "
        f"which they meet; a side is shown where it has both frames. {method} {status} "
        f"{validation_remark(rows)}; a pair is as reliable as the less reliable of it."
        + "".join(f" {one}" for one in coders_sentence(rows, agreement))
    )
    told = [
        f"{clipped(row['label'], CAPTION_NAME)}, {row['side']} {row['estimate']:.2f}"
        for row in table.to_dict("records")
    ]
    alt = f"Dot plot of log lifts with one pair of frames a row. {joined(told)}."
    return Drawing(figure, table, TITLE, caption, alt)


def commonest(every: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return the pairs in most documents of the sides to show, ordered by their lift.

    Of the side that is named first among those to show and has the pair.
    """
    shown = every[every["count_a"].gt(0) & every["count_b"].gt(0)]
    place = shown["side"].map(options.sides.index)
    first = shown[shown["count"].gt(0)].assign(place=place).sort_values("place")
    pairs = (
        first.groupby(["name_a", "name_b"])
        .agg(met=("count", "sum"), lift=("estimate", "first"))
        .reset_index()
        .sort_values(["met", "name_a", "name_b"], ascending=[False, True, True])
        .head(MOST)
        .sort_values(["lift", "name_a", "name_b"], ascending=[False, True, True])
        .assign(row=lambda kept: range(len(kept)))
    )
    label = shown["label_a"] + " + " + shown["label_b"]
    return (
        shown.assign(label=label, place=place)
        .merge(pairs[["name_a", "name_b", "row"]], on=["name_a", "name_b"])
        .sort_values(["row", "place"], ignore_index=True)[COLUMNS]
    )


def met_in(table: pd.DataFrame, sides: Sequence[str]) -> list[str]:
    """Return in how many documents of each side a row's frames meet."""
    counts = table.pivot(index="row", columns="side", values="count")[list(sides)]
    return [
        # A side that lacks one of the frames has no mark.
        " : ".join("–" if pd.isna(count) else f"{count:,.0f}" for count in row)
        for row in counts.sort_index().to_numpy()
    ]


def size_of(table: pd.DataFrame, side: str) -> str:
    """Return how many documents of how many speakers a side has."""
    n_documents, n_authors = table.loc[
        table["side"].eq(side), ["n_documents", "n_authors"]
    ].iloc[0]
    speakers = counted(n_authors, "speaker") if n_authors else "speakers not known"
    return f"{counted(n_documents, 'document')}, {speakers}"
