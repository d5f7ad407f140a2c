"""A tagger that is poorer by what each category is found by most."""

from collections.abc import Mapping
from typing import Any

import pandas as pd


def without_commonest(
    codebook: Mapping[str, Any], tags: pd.DataFrame
) -> dict[str, Any]:
    """Return a codebook that lacks the pattern by which each category is found most.

    A finding that rests on one turn of phrase does not survive that. Of patterns that
    find as much the first in the alphabet goes; a rule is a pattern too.

    Args:
        codebook: the codebook.
        tags: category and pattern of all that it found.
    """
    found = tags.groupby(["category", "pattern"]).size().rename("n").reset_index()
    ordered = found.sort_values(["n", "pattern"], ascending=[False, True])
    commonest = ordered.groupby("category")["pattern"].first().to_dict()
    categories = [
        _without(category, commonest.get(category["id"]))
        for category in codebook["categories"]
    ]
    return {**codebook, "categories": categories}


def _without(category: Mapping[str, Any], pattern: str | None) -> dict[str, Any]:
    poorer = {
        **category,
        "patterns": [one for one in category["patterns"] if one != pattern],
    }
    if "rule" in poorer and poorer["rule"] == pattern:
        del poorer["rule"]
    return poorer
