"""What tests of the report start from: tables and figures full of hostile text."""

from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from lasthope.findings import Finding
from lasthope.report import report
from lasthope.schemas import SCHEMAS
from lasthope.tables import empty

ROOT = Path(__file__).parents[2]
TEMPLATE = (ROOT / "workflow/report/report.html.j2").read_text(encoding="utf-8")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> & \"'` {{ 7 * 7 }}"


def document(doc_id, side, text, is_public=True, organisation=None, kind="statement"):
    return {
        **{
            "doc_id": doc_id,
            "kind": kind,
            "side": side,
            "organisation": organisation,
            "author": None,
        },
        **{"addressee": HOSTILE, "medium": "post", "cited_from": HOSTILE, "text": text},
        **{"lead_in": HOSTILE, "note": HOSTILE},
        **{"is_public": is_public, "is_complete": True, "n_words": len(text.split())},
        **{
            "created_at": pd.Timestamp("2021-01-09", tz="UTC"),
            "created_precision": "day",
        },
    }


def hostile_tables():
    """Return the tables of a run, with hostile text where text may be."""
    return {
        "documents": pd.DataFrame(
            [
                document("s:a", "platform", f"Free speech {HOSTILE}", organisation="P"),
                document("s:b", "users", "Secret words of a person.", is_public=False),
            ]
        ),
        "units": pd.DataFrame(
            {
                "unit_id": ["s:a:0000", "s:b:0000"],
                "doc_id": ["s:a", "s:b"],
                "text": [f"Free speech {HOSTILE}", "Secret words of a person."],
            }
        ),
        "tags": pd.DataFrame(
            [
                ("s:a:0000", "speech", "frame", "free speech", 0, 11, "Free speech"),
                ("s:b:0000", "speech", "frame", "secret", 0, 6, "Secret"),
            ],
            columns=[
                "unit_id",
                "category",
                "facet",
                "pattern",
                "start",
                "end",
                "matched",
            ],
        ).assign(stance="asserts", voice="own"),
        "account": pd.DataFrame(
            {"source": ["s"], "outcome": ["read"], "reason": [None], "n_records": [2]}
        ),
        "agreement": empty("agreement"),
        "unitizing": empty("unitizing"),
        "accuracy": empty("accuracy"),
        "topics": pd.DataFrame(
            {"topic": [0], "words": [HOSTILE], "n_units": [2], "n_authors": [1]}
        ).assign(
            coherence=None,
            stability=0.5,
            agreement=0.25,
            is_stable=False,
            method="exact",
        ),
        "comparison": pd.DataFrame(
            [
                {
                    **{"measure": "difference", "facet": "frame", "label": HOSTILE},
                    "name": "speech",
                    **{
                        "estimate": -0.25,
                        "low": None,
                        "high": None,
                        "method": "a method",
                    },
                    **{"p": 1.0, "q": 1.0, "smallest_p": 1.0},
                    **{"side_a": "platform", "count_a": 1, "n_units_a": 4},
                    **{"side_b": "provider", "count_b": 2, "n_units_b": 4},
                    "use": "unvalidated",
                    "status": "descriptive",
                }
            ]
        ),
        "genres": pd.DataFrame(
            [("platform", HOSTILE, 1, 4, 0), ("provider", "letter", 1, 4, 1)],
            columns=["side", "genre", "n_documents", "n_units", "n_authors"],
        ),
        "within_genre": pd.DataFrame(
            [("all shared", "frame", "speech", HOSTILE, "platform", "provider", 1)],
            columns=["genre", "facet", "name", "label", "side_a", "side_b", "count_a"],
        ).assign(count_b=2, estimate=-0.5, low=-0.75, high=0.0, status="descriptive"),
    }


def hostile_figures():
    """Return a figure that is hostile in every place."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="240pt" height="72pt">'
        "<script>alert(1)</script></svg>"
    )
    return [
        {
            **{"name": "one", "title": HOSTILE, "caption": HOSTILE, "alt": HOSTILE},
            **{"svg": svg, "table": "figures/one.csv", "columns": ["word"]},
            "rows": [{"word": HOSTILE}],
        }
    ]


def made(tables, figures, show_private_text=False, is_synthetic=False, classifier=None):
    category = {"id": "speech", "label": HOSTILE, "facet": "frame", "definition": "d"}
    category |= {"level": "cue", "sources": [HOSTILE], "code_when": [HOSTILE]}
    category |= {"code_not_when": ["n"], "positives": [HOSTILE], "negatives": []}
    codebook = {"title": HOSTILE, "version": "1.0.0", "licence": HOSTILE}
    codebook |= {"file": "config/codebook.yaml", "n_categories": 1}
    made_from = {
        "versions": {"lasthope": "1"},
        "parameters": HOSTILE,
        "hashes": {"file": "0" * 64},
    }
    return report(
        TEMPLATE,
        tables,
        {"categories": [category], "codebooks": [codebook, codebook]},
        figures,
        [Finding(HOSTILE, "table")],
        made_from,
        title=HOSTILE,
        question=HOSTILE,
        show_private_text=show_private_text,
        is_synthetic=is_synthetic,
        classifier=classifier,
    )


def classifier():
    """Return a card and scores, as hostile as they can be."""
    scores = pd.DataFrame(
        {
            "category": ["speech", HOSTILE],
            "is_used": [True, False],
            "reason": [None, HOSTILE],
            "n_coded": 400,
            "n_positive": 31,
            "n_authors": 9,
        }
    ).reindex(columns=list(SCHEMAS["scores"].columns))
    scores.loc[0, ["f1", "rules_f1", "calibration_error"]] = [0.875, 0.5, 0.0123]
    card = {
        **{"n_units": 400, "case": HOSTILE, "is_synthetic": False, "precision": 0.8},
        **{"coded_by": HOSTILE, "codebooks": [{"title": HOSTILE, "version": HOSTILE}]},
        **{"calibration_error": 0.0071, "codings": {HOSTILE: HOSTILE}},
    }
    return {"card": card, "scores": scores}


class Elements(HTMLParser):
    """Collect elements with their attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
