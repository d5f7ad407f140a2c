"""Small codebooks, and units that are tagged with them."""

import pandas as pd

from lasthope.tags import tags

SETTINGS = {
    "negation_window": 3,
    "negators": ["not", "no", "never", "n't", "without", "cannot"],
    "gap_words": 3,
}
CODEBOOK = {
    "categories": [
        {
            "id": "speech",
            "facet": "frame",
            "patterns": [
                *("free speech", "speech", "speech rights", "responsible", "not win")
            ],
            "vetoes": ["free speech zone"],
        },
        {"id": "emphasis", "facet": "device", "patterns": ["free*"], "vetoes": []},
    ]
}
REPEATED = {
    "categories": [
        {
            "id": "again",
            "facet": "device",
            "patterns": [],
            "rule": "repetition",
            "vetoes": [],
        }
    ]
}


def units(*texts, voice="own", doc="d"):
    """Return a table of units, one sentence each; a text may come with its voice."""
    pairs = [text if isinstance(text, tuple) else (text, voice) for text in texts]
    rows = [
        {
            "unit_id": f"{doc}:{n:04d}",
            "doc_id": doc,
            "position": n,
            "sentence": n,
            "start": 0,
            "end": len(text),
            "text": text,
            "voice": spoken,
            "quoted_speaker": None,
        }
        for n, (text, spoken) in enumerate(pairs)
    ]
    return pd.DataFrame(rows)


def tag(*texts, codebook=CODEBOOK, **kind):
    return tags(units(*texts, **kind), codebook, **SETTINGS)
