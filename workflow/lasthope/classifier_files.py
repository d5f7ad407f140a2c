"""The files that hold a classifier; see :mod:`lasthope.classifier`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lasthope.errors import UserError

RULES, CLASSIFIER = "rules", "classifier"
TENSORS, NGRAMS = "model.safetensors", "ngrams.json"
SCORES, HELD_OUT = "scores.csv", "held_out.csv"
CARD = "card.json"
FILES = (TENSORS, NGRAMS, SCORES, HELD_OUT, CARD)
# Drawn beside them, in every form of a figure.
FIGURE = "reliability"
# The section ``tags`` of the configuration: what the rules need.
RULES_SETTINGS = ("negation_window", "negators", "gap_words")
# And what a classifier is learned with.
LEARNED_WITH = ("precision", "min_positives")


def folder_of(config: Mapping[str, Any]) -> Path:
    """Return where the classifier of a case lies.

    Args:
        config: the configuration.
    """
    model = config["tags"]["model"]
    return Path(model or Path(config["data"]["classifiers"], config["case"]))


def rules_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return those settings of the step ``tags`` that the rules need."""
    return {key: config["tags"][key] for key in RULES_SETTINGS}


def check_classifier(config: Mapping[str, Any]) -> None:
    """Check that there is a classifier as the configuration asks for it, if it does.

    Raises:
        UserError: if there is none, or it was learned with other settings than those
            that a report would tell.
    """
    asked = {
        "tags.tagger": [config["tags"]["tagger"]],
        "multiverse.taggers": config["multiverse"]["taggers"],
    }
    names = (*FILES, *(f"{FIGURE}.{form}" for form in ("svg", "json", "csv")))
    lacking = [
        path for name in names if not (path := folder_of(config) / name).is_file()
    ]
    for key, taggers in asked.items():
        if CLASSIFIER in taggers and lacking:
            raise UserError(
                f"the configuration: {key!r} asks for a classifier but there is no "
                f"{lacking[0]}; run the case with the rules alone and learn one with "
                "`make train`, or name the folder of another in 'tags.model'."
            )
        if CLASSIFIER in taggers:
            _check_settings(config["tags"], folder_of(config) / CARD)


def _check_settings(asked: Mapping[str, Any], path: Path) -> None:
    try:
        card = json.loads(path.read_bytes())
        learned = {key: card[key] for key in LEARNED_WITH}
    except (ValueError, KeyError, TypeError, RecursionError):
        # What is wrong with the card is told by whoever reads it whole.
        return
    for key, value in learned.items():
        if asked[key] != value:
            raise UserError(
                f"the configuration: 'tags.{key}' is {asked[key]} but the classifier "
                f"in {path.parent} was learned with {value}; learn it again with "
                f"`make train`, or write {value}."
            )
