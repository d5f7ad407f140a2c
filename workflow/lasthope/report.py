"""Write the report: one page that stands alone, every number from a table.

Nothing in the page can run: it holds no script, its text is escaped, its figures are
images, and its content security policy forbids everything else.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment, StrictUndefined

from lasthope.coding.summary import validation, verdict
from lasthope.documents import ranks
from lasthope.findings import Finding
from lasthope.genre_summary import beside_raw, shared_genres
from lasthope.odds import ADDED
from lasthope.schemas import OUTCOMES

Rows = list[dict[str, Any]]
# More of a category would make the page too large to open.
EXAMPLES = 25
# How much larger than on paper figures are on screen.
SCREEN = 1.3125
# Wider than one column of a page, in points.
COLUMN = 260.0
SIZE = re.compile(r'\b(width|height)="([0-9.]+)pt"')


def report(
    template: str,
    tables: Mapping[str, pd.DataFrame],
    codebook: Mapping[str, Any],
    figures: Sequence[Mapping[str, Any]],
    findings: Sequence[Finding],
    made_from: Mapping[str, Any],
    *,
    title: str,
    question: str,
    show_private_text: bool,
    is_synthetic: bool,
    classifier: Mapping[str, Any] | None = None,
) -> str:
    """Return the report as HTML.

    Args:
        template: a Jinja template.
        tables: account, documents, units, tags, topics, comparison, genres,
            within_genre, agreement, unitizing and accuracy by name.
        codebook: what :func:`lasthope.codebook.joined` returned.
        figures: per figure its ``name``, ``title``, ``caption``, ``alt``, ``svg``
            (text), ``table`` (path), ``columns`` and ``rows``.
        findings: sentences to open with.
        made_from: ``versions``, ``parameters`` (YAML) and ``hashes``.
        title: heading of the page.
        question: what the page answers.
        show_private_text: whether words of private people may be shown.
        is_synthetic: whether the words were made up.
        classifier: ``card`` and table ``scores`` of the classifier that tagged; null
            if the rules alone did.
    """
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["number"] = number
    environment.filters["data_uri"] = data_uri
    environment.filters["size"] = size
    documents, tags = tables["documents"], tables["tags"]
    shown = documents if show_private_text else documents[documents["is_public"]]
    statements = shown[shown["kind"].eq("statement")]
    in_sentence = tagged_sentences(shown, tables["units"], tags)
    if not show_private_text:
        # Whom a post quotes may be a private person, whoever posted it.
        is_own = in_sentence["voice"].eq("own") | in_sentence["kind"].eq("statement")
        in_sentence = in_sentence[is_own]
    page = environment.from_string(template).render(
        title=title,
        question=question,
        findings=findings,
        sides=rows(sides(documents, tables["units"])),
        account=rows(in_order_of_the_account(tables["account"])),
        statements=rows(statements.assign(day=statements["created_at"].map(_day))),
        n_posts=len(shown) - len(statements),
        n_withheld=len(documents) - len(shown),
        is_synthetic=is_synthetic,
        figures=figures,
        codebooks=codebook["codebooks"],
        categories=categories(codebook, tags, in_sentence),
        topics=rows(tables["topics"]),
        differences=rows(differences(tables["comparison"])),
        genres=rows(tables["genres"]),
        shared_genres=shared_genres(tables["genres"], tables["comparison"]),
        within=rows(beside_raw(tables["within_genre"], tables["comparison"])),
        statuses=sorted(tables["comparison"]["status"].unique()),
        tags=rows(examples(in_sentence)),
        validation=rows(validation(tables["agreement"], tables["accuracy"])),
        verdict=verdict(tables["agreement"]),
        unitizing=rows(tables["unitizing"].sort_values(["facet", "label"])),
        n_tags=len(in_sentence),
        classifier=classifier and classifier["card"],
        scores=rows(named_scores(classifier["scores"], codebook)) if classifier else [],
        **made_from,
    )
    return page.rstrip() + "\n"


def differences(comparison: pd.DataFrame) -> pd.DataFrame:
    """Return the differences of all but words, each beside its log odds ratio."""
    of = {
        measure: comparison[
            comparison["measure"].eq(measure) & comparison["facet"].ne("word")
        ]
        for measure in ("difference", "log_odds")
    }
    keys, ends = ["facet", "name", "side_a", "side_b"], ["estimate", "low", "high"]
    beside = of["log_odds"][[*keys, *ends, "method"]].rename(
        columns={name: f"log_odds_{name}" for name in (*ends, "method")}
    )
    beside["is_added"] = beside["log_odds_method"].str.startswith(ADDED)
    return of["difference"].merge(beside, on=keys, how="left")


def sides(documents: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Count, per side, documents, sentences, words and who speaks."""
    n_units = units.merge(documents[["doc_id", "side"]]).groupby("side").size()
    counted = documents.groupby("side", as_index=False).agg(
        n_documents=("doc_id", "size"),
        n_complete=("is_complete", "sum"),
        n_words=("n_words", "sum"),
        speakers=("organisation", _names),
    )
    return counted.assign(
        n_units=counted["side"].map(n_units).fillna(0).astype("int64")
    )


def in_order_of_the_account(account: pd.DataFrame) -> pd.DataFrame:
    """Return the account as the equation reads: read, kept, quarantined, dropped."""
    place = account["outcome"].map(OUTCOMES.index)
    return account.assign(place=place).sort_values(["source", "place", "reason"])


def categories(
    codebook: Mapping[str, Any], tags: pd.DataFrame, shown: pd.DataFrame
) -> Rows:
    """Return the codebook's categories with the number of tags each was given.

    Args:
        codebook: the codebook as read from its file.
        tags: all tags.
        shown: those in words that are shown, of which ``found`` tells the patterns: a
            pattern that found a private person's words may say which they are.
    """
    found = shown.groupby(["category", "pattern"]).size().rename("n").reset_index()
    ordered = found.sort_values(["n", "pattern"], ascending=[False, True])
    return [
        {
            **category,
            "found": rows(ordered[ordered["category"] == category["id"]]),
            "n_tags": int((tags["category"] == category["id"]).sum()),
        }
        for category in codebook["categories"]
    ]


def tagged_sentences(
    documents: pd.DataFrame, units: pd.DataFrame, tags: pd.DataFrame
) -> pd.DataFrame:
    """Return each tag with the words before and after it in its sentence."""
    joined = tags.merge(
        units[["unit_id", "doc_id", "text"]], on="unit_id", validate="many_to_one"
    ).merge(documents[["doc_id", "side", "kind"]], on="doc_id", validate="many_to_one")
    spans = list(zip(joined["text"], joined["start"], joined["end"], strict=True))
    return joined.assign(
        before=[text[:start] for text, start, _ in spans],
        after=[text[end:] for text, _, end in spans],
    ).sort_values(["facet", "category", "unit_id", "start"], ignore_index=True)


def named_scores(scores: pd.DataFrame, codebook: Mapping[str, Any]) -> pd.DataFrame:
    """Return the table ``scores`` with what people call each category, by that name."""
    labels = {one["id"]: one["label"] for one in codebook["categories"]}
    told = scores.assign(
        label=[labels.get(category, category) for category in scores["category"]]
    )
    return told.sort_values(["label", "category"], ignore_index=True)


def examples(tagged: pd.DataFrame) -> pd.DataFrame:
    """Return at most ``EXAMPLES`` of each category, drawn alike on every machine."""
    drawn = tagged.assign(rank=ranks(tagged["unit_id"].to_numpy(dtype=object), 0))
    kept = drawn.sort_values(["rank", "start"]).groupby("category").head(EXAMPLES)
    return tagged.loc[sorted(kept.index)]


def rows(table: pd.DataFrame) -> Rows:
    """Return a table as dictionaries, nulls as ``None``."""
    plain = table.astype("object")
    records = plain.where(table.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in records]


def number(value: float | None, digits: int = 2) -> str:
    """Write a number for reading, with a true minus sign; nothing for null.

    >>> number(-0.3456), number(None)
    ('−0.35', '')
    """
    if value is None or pd.isna(value):
        return ""
    return f"{value:.{digits}f}".replace("-", "−")


def data_uri(svg: str) -> str:
    """Return an SVG as a data URI, in which nothing of it can run."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


class Size(NamedTuple):
    """How large a figure is on screen, in pixels of CSS, of which an inch has 96."""

    width: int
    height: int
    is_wide: bool


def size(svg: str) -> Size:
    """Return how large a figure is to be shown, larger than it is on paper.

    Letters that are right on paper are small on a screen. What spans both columns of a
    page is wide: on a narrow screen it would be too small to read.

    >>> size('<svg width="400pt" height="100pt">')
    Size(width=700, height=175, is_wide=True)
    """
    points = dict(SIZE.findall(svg[: svg.index(">", svg.index("<svg"))]))
    width, height = (float(points[side]) for side in ("width", "height"))
    scale = SCREEN * 96 / 72
    return Size(round(width * scale), round(height * scale), width > COLUMN)


def _names(organisations: pd.Series) -> str:
    named = sorted(organisations.dropna().unique())
    return ", ".join(named) or "unnamed"


def _day(created_at: pd.Timestamp) -> str:
    return "" if pd.isna(created_at) else f"{created_at:%Y-%m-%d}"
