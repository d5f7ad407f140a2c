"""What a coder fills in: a row per unit, a column per category, in each format alike.

A sheet is blind: it shows no side, no author and nothing of the tagger, unless asked
to. Its rows stand in an order of each coder's own, lest all tire at the same units.
"""

from collections.abc import Collection, Mapping

import pandas as pd

from lasthope.authors import authors_of
from lasthope.coding.sampling import drawn_place

DONE, NOTE = "done", "note"
SHOWN = ("side", "tagger")
YES = "1"
SEPARATOR = ", "
FIXED = ("item", "before", "text", *SHOWN, DONE, NOTE)


def frame(
    documents: pd.DataFrame,
    units: pd.DataFrame,
    *,
    voice: str,
    show_private_text: bool,
) -> pd.DataFrame:
    """Return the units that may be coded: unit_id, side, author, before, text.

    ``before`` is what stands before the unit in its document, for sense and for what
    goes across sentences. Names and links of private people were masked when the
    documents were cleaned.

    Args:
        documents: the documents.
        units: their units.
        voice: which units count, as in ``compare``.
        show_private_text: whether private people's words may be shown to coders.
    """
    speakers = documents[["doc_id", "kind", "side", "lead_in", "is_public"]].assign(
        author=authors_of(documents)
    )
    told = units.merge(speakers, on="doc_id", validate="many_to_one").sort_values(
        ["doc_id", "position"], ignore_index=True
    )
    # Whom a post quotes may be a private person, whoever posted it.
    is_own = told["voice"].eq("own") | told["kind"].eq("statement")
    may_be_shown = (told["is_public"] & is_own) | show_private_text
    previous = told["text"].where(may_be_shown, "").groupby(told["doc_id"]).shift()
    before = previous.fillna(told["lead_in"]).fillna("")
    chosen = told.assign(before=before)[told["voice"].eq(voice) & may_be_shown]
    return chosen[["unit_id", "side", "author", "before", "text"]].reset_index(
        drop=True
    )


def sheet(
    sample: pd.DataFrame,
    frame: pd.DataFrame,
    tags: pd.DataFrame,
    categories: Collection[str],
    *,
    coder: str,
    seed: int,
    show: Collection[str],
) -> pd.DataFrame:
    """Return an empty sheet; all its cells are text.

    Args:
        sample: the table ``sample``.
        frame: unit_id, side, before and text.
        tags: unit_id and category of what the tagger found.
        categories: columns to fill in.
        coder: whose sheet it is.
        seed: of the order.
        show: what else the coder sees, of ``side`` and ``tagger``.
    """
    found = tags[["unit_id", "category"]].drop_duplicates().sort_values("category")
    by_tagger = found.groupby("unit_id")["category"].agg(SEPARATOR.join)
    rows = sample[["item", "unit_id"]].merge(frame, on="unit_id")
    rows = rows.assign(
        tagger=rows["unit_id"].map(by_tagger).astype("str").fillna(""),
        place=rows["item"].map(lambda item: drawn_place(f"{coder}:{item}", seed)),
        **dict.fromkeys([DONE, *categories, NOTE], ""),
    ).sort_values("place", ignore_index=True)
    extra = [name for name in SHOWN if name in show]
    return rows[["item", "before", "text", *extra, DONE, *categories, NOTE]]


def filled(
    sheet: pd.DataFrame, codings: pd.DataFrame, notes: Mapping[str, str]
) -> pd.DataFrame:
    """Return a sheet with one coder's codings written into it.

    Args:
        sheet: an empty sheet.
        codings: item, category and is_present of one coder.
        notes: the coder's notes by item.
    """
    present = codings.loc[codings["is_present"]].groupby("category")["item"].agg(set)
    is_done = sheet["item"].isin(codings["item"])
    marks = {
        category: sheet["item"].isin(present.get(category, set())).map(_mark)
        for category in sheet.columns
        if category not in FIXED
    }
    note = sheet["item"].map(lambda item: notes.get(item, ""))
    return sheet.assign(**{DONE: is_done.map(_mark), NOTE: note}, **marks)


def _mark(is_present: bool) -> str:
    return YES if is_present else ""
