"""A tagger that is poorer by what each category is found by most."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa


def count_patterns(tags: Iterable[pa.Table]) -> Counter[tuple[str, str]]:
    """Count how often each pattern of each category was found.

    Args:
        tags: parts of the table ``tags``, with category and pattern.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for part in tags:
        of_part = part.group_by(["category", "pattern"]).aggregate([([], "count_all")])
        names = (of_part[name].to_pylist() for name in ("category", "pattern"))
        for key, n in zip(
            zip(*names, strict=True), of_part["count_all"].to_pylist(), strict=True
        ):
            counts[key] += n
    return counts


def without_commonest(
    codebook: Mapping[str, Any], counts: Mapping[tuple[str, str], int]
) -> dict[str, Any]:
    """Return a codebook that lacks the pattern by which each category is found most.

    A finding that rests on one turn of phrase does not survive that. Of patterns that
    find as much the first in the alphabet goes; a rule is a pattern too.

    Args:
        codebook: the codebook.
        counts: how often each category was found by each pattern.
    """
    commonest: dict[str, str] = {}
    for category, pattern in sorted(counts, key=lambda key: (-counts[key], key)):
        commonest.setdefault(category, pattern)
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
