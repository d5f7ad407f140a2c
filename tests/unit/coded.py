"""A small case to code: documents, units, tags, and a folder of codings."""

import pandas as pd

from lasthope.coding.sampling import item

SEED = 5
CATEGORIES = ["safety", "elite", "hedging"]
TEXTS = {
    "p:0": "=SUM(A1) they said, we won't",
    "p:1": "The elite “decide” — perhaps.",
    "a:0": "Line one\nand, two; three",
    "a:1": "Violence is a risk.",
}
ITEMS = {unit_id: item(unit_id, SEED) for unit_id in TEXTS}

DOCUMENTS = pd.DataFrame(
    {
        "doc_id": ["a", "p", "x"],
        "kind": ["statement", "statement", "post"],
        "side": ["provider", "platform", "users"],
        "organisation": ["A", "P", None],
        "author": [None, "Somebody", "p-1"],
        "lead_in": [None, "He does not", None],
        "is_public": [True, True, False],
        "weight": [1.0, 1.0, 1.0],
    }
)
UNITS = pd.DataFrame(
    [
        (f"{doc}:{place}", doc, int(place), text, "own")
        for (doc, place), text in (
            (unit_id.split(":"), text) for unit_id, text in TEXTS.items()
        )
    ]
    + [("x:0", "x", 0, "Secret words.", "own"), ("a:2", "a", 2, "quoted", "quoted")],
    columns=["unit_id", "doc_id", "position", "text", "voice"],
)
TAGS = pd.DataFrame(
    {
        "unit_id": ["p:1", "p:1", "a:1"],
        "category": ["hedging", "elite", "safety"],
        "stance": "asserts",
    }
)
SAMPLE = pd.DataFrame(
    {
        "item": ITEMS.values(),
        "unit_id": ITEMS.keys(),
        "stratum": ["platform/none", "platform/elite", "provider/none"]
        + ["provider/safety"],
        "n_stratum": 1,
        "n_drawn": 1,
    }
)
