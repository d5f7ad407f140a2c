"""Small tables to draw figures from, and ways to look at what was drawn."""

from functools import cache
from importlib import import_module
from itertools import combinations

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection

from lasthope.figures.drawing import Options
from lasthope.tables import check, empty

OPTIONS = Options(
    "platform", "provider", show_private_text=False, confidence=0.95, min_authors=10
)


SHARE_FIGURES = {"frames": "frame", "devices": "device", "topics": "topic"}


WILSON = "Wilson score over sentences"
WILSON_AUTHORS = "Wilson score, variance by author"


HOSTILE = [
    *("$\\frac{1}{2}", "100 % $5 to $6_x^2", "\\n\\input{x}", "a_b^c & --> <script>"),
    *("w" * 500, "\x00\x0b\x1b[31m", "🚀" * 30, "שלום עולם " * 9, "\u202eevil", " "),
]


def draw(name, options=OPTIONS, **tables):
    return import_module(f"lasthope.figures.{name}").draw(**tables, options=options)


def share(
    name, side, count, *, facet="frame", label=None, of=20, status="descriptive",
    use="unvalidated",
):  # fmt: skip
    return {
        "measure": "share",
        "facet": facet,
        "name": name,
        "label": name if label is None else label,
        "side_a": side,
        "estimate": round(count / of, 6),
        "low": round(max(count - 2, 0) / of, 6),
        "high": round(min(count + 2, of) / of, 6),
        "count_a": count,
        "n_units_a": of,
        "n_authors_a": 1 if status == "descriptive" else 30,
        "method": WILSON if status == "descriptive" else WILSON_AUTHORS,
        "use": None if facet == "topic" else use,
        "status": status,
    }


def pair(name, a, b, **more):
    return [share(name, "platform", a, **more), share(name, "provider", b, **more)]


def word(name, estimate, half=1.0, a=3, b=1, label=None):
    return {
        "measure": "log_odds",
        "facet": "word",
        "name": name,
        "label": name if label is None else label,
        "side_a": "platform",
        "side_b": "provider",
        "estimate": estimate,
        "low": round(estimate - half, 6),
        "high": round(estimate + half, 6),
        "count_a": a,
        "count_b": b,
        **dict.fromkeys(["n_units_a", "n_units_b"], 20),
        **dict.fromkeys(["n_authors_a", "n_authors_b"], 1),
        **dict.fromkeys(["n_authors_with_a", "n_authors_with_b"], 1),
        "method": "normal approximation over words",
        "status": "descriptive",
    }


def comparison(rows):
    columns = empty("comparison").columns
    return check(pd.DataFrame(rows).reindex(columns=columns), "comparison")


def document(number, side, text, **more):
    return {
        "doc_id": f"d{number}",
        "source": "s",
        "kind": "statement",
        "side": side,
        "organisation": f"{side} inc.",
        "medium": "post",
        "is_public": side != "users",
        "is_complete": True,
        "created_at": pd.Timestamp("2021-01-09", tz="UTC"),
        "created_precision": "day",
        "text": text,
        "text_sha256": "0" * 64,
        "n_words": len(text.split()),
        "is_repost": False,
        "weight": 1.0,
        "file_sha256": "0" * 64,
        "locator": "line 1",
        **more,
    }


def documents(*rows):
    columns = empty("documents").columns
    return check(pd.DataFrame(rows).reindex(columns=columns), "documents")


def whole_units(docs):
    """One unit per document."""
    return check(
        pd.DataFrame(
            {
                "unit_id": docs["doc_id"] + ":0000",
                "doc_id": docs["doc_id"],
                "position": 0,
                "sentence": 0,
                "start": 0,
                "end": docs["text"].str.len(),
                "text": docs["text"],
                "voice": "own",
                "quoted_speaker": None,
            }
        ),
        "units",
    )


def tagged(units, *found):
    """Tags from (row of the unit, category, facet, words, stance)."""
    rows = []
    for number, category, facet, words, stance in found:
        unit = units.iloc[number]
        start = unit["text"].index(words)
        rows.append(
            {
                "unit_id": unit["unit_id"],
                "category": category,
                "facet": facet,
                "pattern": "p",
                "start": start,
                "end": start + len(words),
                "matched": words,
                "is_negated": stance == "rejects",
                "stance": stance,
                "voice": "own",
                "tagger": "rules",
                "score": 1.0,
            }
        )
    columns = empty("tags").columns
    return check(pd.DataFrame(rows, columns=columns), "tags")


def labelled(tags):
    """Tags with a label for each of their categories."""
    names = sorted(tags["category"].unique())
    categories = pd.DataFrame(
        {
            "category": names,
            "facet": "frame",
            "label": [f"The {name}" for name in names],
            "definition": "d",
        },
        dtype="str",
    )
    return {"tags": tags, "categories": categories}


def event(date, actor="Apple", side="provider", event="Acts", announced=False, **more):
    return {
        "date": date,
        "time": None,
        "actor": actor,
        "side": side,
        "event": event,
        "is_announced": announced,
        "source": "x",
        **more,
    }


def events(*rows):
    columns = empty("events").columns
    return check(pd.DataFrame(rows, columns=columns), "events")


NO_DOCUMENTS = empty("documents")
NO_EVENTS = empty("events")


MANY_WORDS = [f"a long label {i} of many words that goes on" for i in range(60)]


SPEECH = "We want free speech and nothing else. They never want us to be free, never."


def statement_tables():
    docs = documents(
        document(1, "platform", SPEECH, author="A. Person"),
        document(2, "provider", "The terms of service were not kept."),
        document(3, "users", "secretword of a private person", organisation=None),
        document(4, "provider", "unseenword", copy_of="d2"),
        document(5, "platform", "hiddenword", is_public=False),
    )
    units = whole_units(docs)
    tags = tagged(
        units,
        (0, "free_expression", "frame", "free speech", "asserts"),
        (0, "people", "frame", "speech and nothing", "asserts"),
        (0, "us_and_them", "device", "They never want us", "asserts"),
        (1, "contract", "frame", "terms of service", "asserts"),
        (1, "contract", "frame", "service were not kept", "rejects"),
        (2, "people", "frame", "secretword", "asserts"),
        (4, "people", "frame", "hiddenword", "asserts"),
    )
    return {"documents": docs, "units": units, **labelled(tags)}


def timeline_tables(n=200):
    dates = ["2020-03-05", "2020-03", "2019", "2020-11-30", "2020-03-05"]
    docs = documents(
        document(1, "platform", SPEECH, created_precision="month"),
        document(2, "users", "secretword", organisation=None),
        document(3, "provider", "No date.", created_at=None),
    )
    rows = [
        event(dates[i % 5], f"Actor {i}", ["platform", "provider", None][i % 3], "Acts")
        for i in range(n)
    ]
    return {"documents": docs, "events": events(*rows)}


@cache
def large():
    rows = [
        row
        for number, label in enumerate(MANY_WORDS)
        for facet in SHARE_FIGURES.values()
        for row in pair(f"n{number}", number % 19, 3, facet=facet, label=label)
    ]
    rows += [word(f"word{i}", (i - 30.5) / 10) for i in range(60)]
    table = comparison(rows)
    return {
        **{name: {"comparison": table} for name in (*SHARE_FIGURES, "words")},
        "statements": statement_tables(),
        "timeline": timeline_tables(),
    }


@cache
def small():
    rows = [
        row
        for facet in SHARE_FIGURES.values()
        for row in (*pair("x", 4, 9, facet=facet), *pair("y", 0, 1, facet=facet))
    ]
    table = comparison([*rows, word("free", 0.5), word("terms", -0.7)])
    return {
        **{name: {"comparison": table} for name in (*SHARE_FIGURES, "words")},
        "statements": statement_tables(),
        "timeline": timeline_tables(6),
    }


def texts_of(figure):
    return [
        text
        for axes in figure.axes
        for text in axes.texts
        if text.get_text().strip() and text.get_visible()
    ]


def extents(figure):
    renderer = FigureCanvasAgg(figure).get_renderer()
    return [(t.get_text(), t.get_window_extent(renderer)) for t in texts_of(figure)]


def overlaps(figure, allowed=0.35):
    """Pairs of texts whose boxes overlap by more than ``allowed`` of the lower."""
    # Boxes hold the whole line; letters rarely reach both its ends.
    found = []
    for (one, a), (other, b) in combinations(extents(figure), 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > 1 and high > allowed * min(a.height, b.height):
            found.append((one, other))
    return found


def marks_of(figure):
    return sorted(
        round(float(x), 6)
        for axes in figure.axes
        for dots in axes.collections
        if isinstance(dots, PathCollection)
        for x in dots.get_offsets()[:, 0]
    )
