"""What a report says of validation: a row per category, and one sentence."""

import pandas as pd

from lasthope.coding.accuracy import ALL_SIDES
from lasthope.coding_tables import USES

MEASURES = ("precision", "recall", "f1")


def validation(agreement: pd.DataFrame, accuracy: pd.DataFrame) -> pd.DataFrame:
    """Return the table ``agreement`` with the tagger's accuracy over all sides.

    Args:
        agreement: the table ``agreement``.
        accuracy: the table ``accuracy``.
    """
    whole = accuracy[accuracy["side"].eq(ALL_SIDES)]
    wide = whole.pivot(index="category", columns="measure", values="estimate")
    wide = wide.reindex(columns=list(MEASURES)).reset_index()
    return agreement.merge(wide, on="category", how="left").sort_values(
        ["facet", "label"], ignore_index=True
    )


def verdict(agreement: pd.DataFrame) -> str:
    """Say in a sentence how many categories may be used for what, and who coded."""
    counts = agreement["use"].value_counts()
    n = {use: int(counts.get(use, 0)) for use in USES}
    if n["unvalidated"] == len(agreement):
        told = "None of the categories is validated by hand coding"
    else:
        told = (
            f"Of {len(agreement)} categories {n['inference']} are coded reliably "
            f"enough for inference, {n['tentative']} tentatively, {n['none']} are not, "
            f"and of {n['unvalidated']} the codings are too few to tell"
        )
    coded_by = agreement["coded_by"].dropna().unique()
    return " ".join([f"{told}.", *coded_by])
