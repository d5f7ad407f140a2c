"""Where a classifier comes from, and whether it fits what it is to tag with."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from typing import Any

from lasthope import __version__
from lasthope.classifier.calibrating import calibration_error
from lasthope.classifier.files import Classifier, load_classifier, unusable
from lasthope.classifier.groups import FOLDS
from lasthope.classifier.training import Trained
from lasthope.classifier_files import CARD
from lasthope.embed.model import SUMS, load_embedding

PACKAGES = ("numpy", "scipy", "scikit-learn")
DECIMALS = 6


def card(
    trained: Trained,
    codings: Sequence[str],
    coded_by: str,
    codebook: Mapping[str, Any],
    embedding: str,
    *,
    case: str,
    is_synthetic: bool,
    rules: Mapping[str, Any],
    precision: float,
    min_positives: int,
) -> dict[str, Any]:
    """Return what a card tells, but for the hashes of the files beside it.

    Args:
        trained: the classifier.
        codings: the files that it was taught with.
        coded_by: who coded, and how.
        codebook: the codebook that all files make together, as
            :func:`lasthope.codebook.joined` returns it.
        embedding: folder of the embedding.
        case: whose codings they are.
        is_synthetic: whether the words were made up.
        rules: settings of the rules.
        precision: wanted of what is held to be present.
        min_positives: fewest units with and without a category.
    """
    scores = trained.scores
    coded = set(scores["category"])
    left = scores[~scores["is_used"]].set_index("category")["reason"].to_dict()
    every = [category["id"] for category in codebook["categories"]]
    return {
        "case": case,
        "is_synthetic": is_synthetic,
        "coded_by": coded_by,
        "codings": {Path(path).name: _sha256(Path(path)) for path in sorted(codings)},
        "codebooks": [
            {"title": one["title"], "version": str(one["version"])}
            for one in codebook["codebooks"]
        ],
        "rules_sha256": rules_sha256(codebook, rules),
        "embedding_sha256": _sha256(Path(embedding, SUMS)),
        "n_units": int(trained.held_out["unit_id"].nunique()),
        "folds": FOLDS,
        "precision": precision,
        "min_positives": min_positives,
        "calibration_error": round(calibration_error(trained.reliability), DECIMALS),
        "tagged": scores.loc[scores["is_used"], "category"].tolist(),
        "left_to_the_rules": {
            name: left[name] if name in coded else "nobody coded it"
            for name in every
            if name in left or name not in coded
        },
        "versions": {
            "lasthope": __version__,
            **{name: version(name) for name in PACKAGES},
        },
    }


def fitting(
    folder: str,
    embedding: str,
    codebook: Mapping[str, Any],
    rules: Mapping[str, Any],
) -> Classifier:
    """Return the classifier in a folder.

    Args:
        folder: where its files lie.
        embedding: folder of the embedding.
        codebook: as for :func:`card`.
        rules: settings of the rules.

    Raises:
        UserError: if it cannot be used, or was learned beside other rules or another
            embedding.
    """
    classifier = load_classifier(folder, load_embedding(embedding))
    path, told = Path(folder, CARD), classifier.card
    if told.get("rules_sha256") != rules_sha256(codebook, rules):
        raise unusable(
            path, "patterns or negators have changed since it was learned beside them"
        )
    if told.get("embedding_sha256") != _sha256(Path(embedding, SUMS)):
        raise unusable(path, f"it was learned with another embedding than {embedding}")
    return classifier


def rules_sha256(codebook: Mapping[str, Any], rules: Mapping[str, Any]) -> str:
    """Return a hash of all that changes what the rules find.

    In which order files and categories are named does not.
    """
    found_by = ("id", "patterns", "vetoes", "rule")
    told = [
        [category.get(key) for key in found_by]
        for category in sorted(codebook["categories"], key=itemgetter("id"))
    ]
    text = json.dumps([told, dict(rules)], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode("utf-8")).hexdigest()


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
