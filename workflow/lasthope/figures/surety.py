"""How sure what is plotted is: its status, and what hand coding says of it."""

from collections.abc import Iterator

import pandas as pd

from lasthope.coding_tables import NO_USE
from lasthope.figures.drawing import Options, level, listed

# What stands behind a category's name, by what hand coding lets it be used for.
SIGNS = {"inference": "✓", "tentative": "†", "none": "‡"}
MEANINGS = {
    "inference": "reliable",
    "tentative": "tentative",
    "none": "not for inference",
}
NEVER = "Not validated by hand coding"


def status_of(table: pd.DataFrame) -> tuple[str, str]:
    """Return how sure the plotted rows are: for the figure, and for the caption."""
    statuses = set(table["status"])
    if "descriptive" in statuses:
        hollow = "" if len(statuses) == 1 else " (hollow)"
        short = f"Descriptive{hollow}: {', '.join(_reasons(table))}"
        return short, f"{short}; nothing follows for other speakers."
    if "exploratory" in statuses:
        return "Exploratory", "Exploratory: no hypothesis was tested."
    return "Confirmatory", "Confirmatory: the hypothesis was set beforehand."


def _reasons(table: pd.DataFrame) -> Iterator[str]:
    """Yield why rows are only descriptive."""
    rows = table[table["status"].eq("descriptive")]
    known = rows.reindex(columns=["facet", "use"])
    # Of enough speakers, a row is so for what is measured itself.
    has_speakers = rows["method"].str.endswith("by author")
    is_unsure = has_speakers & known["use"].eq(NO_USE)
    is_unstable = has_speakers & known["facet"].eq("topic")
    if not (is_unsure | is_unstable).all():
        if table["n_authors"].eq(0).any():
            yield "speakers few or not known"
        else:
            one_each = table["n_authors"].eq(1).all()
            yield "one speaker a side" if one_each else "few speakers a side"
    if is_unsure.any():
        yield "coders agree too little"
    if is_unstable.any():
        yield "unstable topics"


def intervals(table: pd.DataFrame, options: Options) -> tuple[list[str], str]:
    """Return what the lines of a dot plot are: for the figure, and for the caption.

    Args:
        table: low, high and method of every mark.
        options: whose confidence the intervals have.
    """
    is_known = table["low"].notna() & table["high"].notna()
    # Methods have semicolons of their own.
    method = "; or: ".join(sorted(table.loc[is_known, "method"].unique()))
    without = "; or: ".join(sorted(table.loc[~is_known, "method"].unique()))
    if not is_known.any():
        return [], f"There are no intervals ({without})."
    told = f"Lines are {level(options.confidence)} intervals ({method})"
    rest = f"; marks without a line have none ({without})" if without else ""
    return [f"Lines: {level(options.confidence)} intervals"], f"{told}{rest}."


def signed(rows: pd.DataFrame) -> pd.Series:
    """Return the labels of rows, with the sign of what each may be used for."""
    signs = rows["use"].map(SIGNS)
    return rows["label"].where(signs.isna(), rows["label"] + " " + signs.fillna(""))


def validation_remark(rows: pd.DataFrame) -> str:
    """Return what the signs mean, or that nothing is validated.

    Args:
        rows: label and use of the categories shown.
    """
    there = [use for use in SIGNS if rows["use"].eq(use).any()]
    if not there:
        return NEVER
    meanings = [f"{SIGNS[use]} {MEANINGS[use]}" for use in there]
    if len(rows) > rows["use"].isin(there).sum():
        meanings.append("no sign: not validated")
    return f"Hand coding: {', '.join(meanings)}"


def coders_sentence(rows: pd.DataFrame, agreement: pd.DataFrame | None) -> list[str]:
    """Return who coded what is shown with a sign, as the coding itself says it.

    Args:
        rows: use of the categories shown.
        agreement: its ``coded_by``; without the table nothing can be said.
    """
    if agreement is None or not rows["use"].isin([*SIGNS]).any():
        return []
    return sorted(agreement["coded_by"].dropna().unique())


def validation_sentence(rows: pd.DataFrame) -> str:
    """Return the same for a caption, with names."""
    if validation_remark(rows) == NEVER:
        return "None of them is validated by hand coding."
    told = []
    for use, meaning in MEANINGS.items():
        labels = rows.loc[rows["use"].eq(use), "label"]
        if len(labels):
            told.append(f"{meaning} ({SIGNS[use]}) {listed(labels)}")
    others = len(rows) - int(rows["use"].isin([*SIGNS]).sum())
    rest = f"; {others} not validated" if others else ""
    return f"Hand coding: {', '.join(told)}{rest}."
