"""The statements in their own words, with every frame and device marked."""

from collections.abc import Mapping
from itertools import islice

import pandas as pd

from lasthope.classifier_files import CLASSIFIER
from lasthope.documents import statements
from lasthope.figures.annotation import PIECE, Span, annotate
from lasthope.figures.drawing import (
    CAPTION_NAME,
    Drawing,
    Options,
    clipped,
    counted,
    joined,
)
from lasthope.figures.notice import notice
from lasthope.figures.theme import PAGE_HEIGHT, in_our_look
from lasthope.figures.typesetting import WIDTH, Block, set_page

TITLE = "The statements, with frames and devices marked"
LABEL_LENGTH = 32
# Bounds what a text without spaces can take: no language's words are that long.
LETTERS_A_WORD = 20
# How a label says that the category is denied, or is in quoted words.
STANCES = {"asserts": "", "rejects": "not: ", "reports": "quoted: "}
# First of day, month and year to be told.
FIRST_PART = {"month": 1, "year": 2}
# What tags must share to make one stretch.
STRETCH = ["unit_id", "facet", "category", "stance"]
COLUMNS = [
    *("doc_id", "side", "unit_id", "start", "end", "matched"),
    *("category", "facet", "stance"),
]


@in_our_look
def draw(
    *,
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    categories: pd.DataFrame,
    options: Options,
) -> Drawing:
    """Draw the running text of the two sides' statements with all that is tagged."""
    a, b = options.side_a, options.side_b
    said = said_by(documents, options)
    is_shown = said["is_public"] | options.show_private_text
    shown = within_words(said.loc[is_shown], max_words=options.max_words)
    names = names_of(categories)
    spans = spans_of(shown, units, tags, names)
    if shown.empty:
        message = f"There is no public statement of {a} or {b} to show."
        return Drawing(notice(TITLE, message), spans[COLUMNS], TITLE, message, message)
    blocks = [block(row, spans) for _, row in shown.iterrows()]
    figure, set_blocks = set_page(blocks, spans, title=TITLE)
    keys = {
        mark.span.key
        for one in set_blocks
        for line in one.lines
        for mark in (*line.below, *line.above)
    }
    table = spans.loc[spans.index.isin(keys), COLUMNS].reset_index(drop=True)
    is_by_classifier = tags["tagger"].eq(CLASSIFIER).any()
    by_classifier = " and, whole sentences, a classifier" if is_by_classifier else ""
    caption = [
        "Frames are named below the line, in colours of their own that are no side’s, "
        "devices bracketed and named above it; “not” marks what the speaker rejects, "
        "“quoted” what is another’s.",
        *told_of_sides(shown.head(len(set_blocks)), units, options),
        f"{counted(len(table), 'mark')}, found by word patterns{by_classifier}; what "
        "overlaps within a category is one mark.",
    ]
    left_out = int(is_shown.sum()) - len(set_blocks)
    if left_out or set_blocks[-1].is_cut:
        caption.append(
            f"For want of room {counted(left_out, 'later statement')} and what follows "
            "[…] are left out."
        )
    if len(table) < len(spans):
        rest = counted(len(spans) - len(table), "mark")
        caption.append(f"Not drawn, there or under too many others: {rest}.")
    if figure.get_size_inches()[1] * 72 > PAGE_HEIGHT:
        caption.append("The figure is taller than a page.")
    n_private = len(said) - int(is_shown.sum())
    if n_private:
        private = counted(n_private, "statement")
        caption.append(f"Not shown: {private} of private people.")
    alt = alternative(shown.head(len(set_blocks)), table, names)
    return Drawing(figure, table, TITLE, " ".join(caption), alt)


def said_by(documents: pd.DataFrame, options: Options) -> pd.DataFrame:
    """Return what the two sides said, without copies, in the order it was said."""
    sides = options.sides[:2]
    made = statements(documents)
    return (
        made[made["side"].isin(sides)]
        .assign(place=lambda said: said["side"].map(sides.index))
        .sort_values(["created_at", "place", "doc_id"], ignore_index=True)
    )


def within_words(said: pd.DataFrame, *, max_words: int) -> pd.DataFrame:
    """Return the first documents that hold ``max_words`` together, the last one cut.

    Adds ``is_cut``.
    """
    texts, cuts, left = [], [], max_words
    for text in said["text"]:
        if left <= 0:
            break
        bounded = text[: left * LETTERS_A_WORD]
        words = (piece for piece in PIECE.finditer(bounded) if piece[0] != "\n")
        ends = [word.end() for word in islice(words, left)]
        end = ends[-1] if ends else 0
        texts.append(text[:end])
        cuts.append(bool(text[end:].strip()))
        left -= len(ends)
    return said.head(len(texts)).assign(text=texts, is_cut=cuts)


def names_of(categories: pd.DataFrame) -> dict[str, str]:
    """Return what people call each category, short enough to stand at a mark."""
    return {
        row["category"]: clipped(row["label"], LABEL_LENGTH)
        for row in categories.to_dict("records")
    }


def spans_of(
    shown: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    names: Mapping[str, str],
) -> pd.DataFrame:
    """Return the tagged stretches of these documents, one row per mark.

    Tags of one category and stance that overlap in a unit make one stretch. Adds
    ``first`` and ``last``, its offsets in the document, and ``name``, the category
    for people to read.
    """
    within = units.loc[units["doc_id"].isin(shown["doc_id"])]
    at = within[["unit_id", "doc_id", "start", "text"]].rename(columns={"start": "at"})
    of_documents = shown[["doc_id", "side"]].assign(
        length=list(map(len, shown["text"]))
    )
    stretches = (
        tags.merge(at, on="unit_id", validate="many_to_one")
        .sort_values([*STRETCH, "start", "end"])
        .assign(stretch=overlapping)
        .groupby([*STRETCH, "doc_id", "text", "at", "stretch"], as_index=False)
        .agg(start=("start", "min"), end=("end", "max"))
        .merge(of_documents, on="doc_id", validate="many_to_one")
        .assign(
            first=lambda spans: spans["at"] + spans["start"],
            last=lambda spans: spans["at"] + spans["end"],
            name=lambda spans: spans["category"].map(names),
        )
        .sort_values(["doc_id", "first", "last", "category", "stance"])
        .loc[lambda spans: spans["first"] < spans["length"]]
        .reset_index(drop=True)
    )
    ends = zip(stretches["text"], stretches["start"], stretches["end"], strict=True)
    return stretches.assign(matched=[text[start:end] for text, start, end in ends])


def overlapping(tags: pd.DataFrame) -> pd.Series:
    """Return which tags, sorted, overlap: a number that rises where none does."""
    reached = tags.groupby(STRETCH)["end"].cummax().groupby([tags[k] for k in STRETCH])
    return tags["start"].ge(reached.shift().fillna(0)).cumsum()


def block(document: pd.Series, spans: pd.DataFrame) -> Block:
    """Return a statement with its heading and its annotated lines."""
    own = spans.loc[spans["doc_id"].eq(document["doc_id"])]
    labels = own["stance"].map(STANCES) + own["name"]
    every = pd.Series(
        list(map(Span, own.index, own["first"], own["last"], labels)), own.index
    )
    frames, devices = (
        every.loc[own["facet"].eq(facet)] for facet in ("frame", "device")
    )
    return Block(
        document["side"],
        *heading(document),
        annotate(document["text"], list(frames), list(devices), width=WIDTH),
        document["is_cut"],
    )


def heading(document: pd.Series) -> tuple[str, str]:
    """Return who speaks, and for whom, in what medium and when."""
    known = document.dropna()
    names = [known[key] for key in ("author", "organisation") if key in known]
    speaker, *organisation = names or ["unnamed"]
    medium = known.get("medium", document["kind"])
    extent = [] if document["is_complete"] else ["excerpt"]
    lead_in = [f"after “{known['lead_in']}”"] if "lead_in" in known else []
    details = [
        *(*organisation, document["side"], medium),
        *(*extent, *date(document), *lead_in),
    ]
    return speaker, ", ".join(details)


def date(document: pd.Series) -> list[str]:
    """Return when a document was made, as exactly as is known; nothing if unknown."""
    moment, precision = document["created_at"], document["created_precision"]
    if pd.isna(moment) or precision == "unknown":
        return []
    parts = [f"{moment.day}", moment.month_name(), f"{moment.year}"]
    return [" ".join(parts[FIRST_PART.get(precision, 0) :])]


def told_of_sides(
    shown: pd.DataFrame, units: pd.DataFrame, options: Options
) -> list[str]:
    """Return of each side how many statements, sentences and speakers are shown."""
    told = []
    for side in options.sides[:2]:
        own = shown.loc[shown["side"].eq(side)]
        n_units = int(units["doc_id"].isin(own["doc_id"]).sum())
        n_speakers = own["organisation"].fillna(own["author"]).nunique(dropna=False)
        told.append(
            f"{side.capitalize()}: {counted(len(own), 'statement')}, "
            f"{counted(n_units, 'sentence')}, {counted(n_speakers, 'speaker')}."
        )
    return told


def alternative(
    shown: pd.DataFrame, table: pd.DataFrame, names: Mapping[str, str]
) -> str:
    """Return in words what the page shows: the statements and how often what."""
    who = [
        f"{clipped(heading(row)[0], CAPTION_NAME)} ({row['side']})"
        for _, row in shown.iterrows()
    ]
    often = table.groupby(["side", "category"]).size().reset_index(name="n")
    often = often.sort_values(["n", "side", "category"], ascending=[False, True, True])
    told = [
        f"{names[row['category']]} {counted(row['n'], 'time')} with the {row['side']}"
        for _, row in often.iterrows()
    ]
    return (
        f"The running text of {counted(len(shown), 'statement')}: {joined(who)}. "
        f"Marked are {joined(told) or 'no frames or devices'}."
    )
