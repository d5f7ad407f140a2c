"""A small case to teach with: the rules know one of three ways to speak."""

import numpy as np
import pandas as pd

from lasthope.classifier.files import save_classifier
from lasthope.classifier.lesson import lesson
from lasthope.classifier.provenance import card
from lasthope.classifier_files import RULES_SETTINGS
from tagged import SETTINGS

RULES = {name: SETTINGS[name] for name in RULES_SETTINGS}
# The rules find one of the three ways to speak of each.
CODEBOOK = {
    "codebooks": [
        {
            **{"file": "small.yaml", "title": "Small codebook", "version": "1.0.0"},
            **{"language": "en", "licence": "CC0-1.0", "n_categories": 3},
        }
    ],
    "categories": [
        {
            "id": name,
            "facet": facet,
            "label": name.capitalize(),
            "patterns": [pattern],
            "vetoes": [],
        }
        for name, facet, pattern in (
            ("safety", "frame", "violence"),
            ("speech", "frame", "free speech"),
            ("never", "device", "not in any text"),
        )
    ],
}
WAYS = {
    "safety": (
        "the violence spread in {}",
        "people were hurt in {}",
        "{} was dangerous",
    ),
    "speech": ("free speech lives in {}", "they censor {}", "{} was silenced"),
    None: (
        "the museum of {} opens at nine",
        "buses leave {} at noon",
        "{} has a harbour",
    ),
}
PLACES = ("Ashby", "Barrow", "Corby", "Derwent", "Elmet", "Fenwick", "Garth", "Ilkley")


def corpus(n_authors=20, n_sentences=9):
    """Return documents, units and the category that each unit holds, by unit_id."""
    documents, units, held = [], [], {}
    for author in range(n_authors):
        doc_id = f"d:{author:02d}"
        documents.append(
            {
                "doc_id": doc_id,
                "kind": "post",
                "side": "platform",
                "author": f"author {author}",
                "organisation": None,
                "is_public": True,
                "copy_of": None,
                "weight": 1.0,
            }
        )
        for place in range(n_sentences):
            name = [*WAYS][(author + place) % 3]
            way = WAYS[name][(author + place // 3) % 3]
            town = PLACES[(3 * author + 7 * place) % len(PLACES)]
            unit_id = f"{doc_id}:{place:04d}"
            text = f"In {author + 1900}, {way.format(town)}."
            units.append(
                {
                    **{"unit_id": unit_id, "doc_id": doc_id, "position": place},
                    **{"sentence": place, "text": text, "voice": "own"},
                }
            )
            held[unit_id] = name
    table = pd.DataFrame(documents).astype({"organisation": "str", "copy_of": "str"})
    return table, pd.DataFrame(units), held


def codings(held, weight=3):
    """Return the settled codings of all units; each stands for ``weight``."""
    return pd.DataFrame(
        [
            {
                **{"unit_id": unit_id, "category": name, "is_present": of == name},
                **{"n_stratum": weight * len(held), "n_coded": len(held)},
            }
            for unit_id, of in held.items()
            for name in ("never", "safety", "speech")
        ]
    )


def small_lesson(tagged, **size):
    """Return the lesson of the corpus, beside what the rules found."""
    documents, units, held = corpus(**size)
    rules = [category["id"] for category in CODEBOOK["categories"]]
    return lesson(codings(held), units, documents, tagged, rules)


def kept(trained, folder, embedding, settings):
    """Return where a classifier lies that was saved, with its card."""
    coding = folder / "coder.csv"
    coding.write_text("item,done\n")
    told = card(
        trained,
        [str(coding)],
        "Coded by hand.",
        CODEBOOK,
        embedding,
        case="small",
        is_synthetic=True,
        rules=RULES,
        **settings,
    )
    save_classifier(trained, told, str(folder / "made"))
    return folder / "made"


def everything(ngrams, _):
    """Keep all n-grams."""
    return set(ngrams)


def rows(*values):
    """Return whole numbers."""
    return np.array(values, dtype=np.int64)
