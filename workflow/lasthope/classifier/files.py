"""Keep a classifier in a folder, without pickle, and read it back.

``model.safetensors`` holds the numbers, ``ngrams.json`` what they belong to,
``scores.csv`` and ``held_out.csv`` how well it does, and ``card.json`` where it comes
from, with the SHA-256 of the others. Nothing in them can run.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from lasthope.classifier.calibrating import THOUSAND
from lasthope.classifier.features import MOST_OFTEN, Learned
from lasthope.classifier.limits import Limits
from lasthope.classifier.model import Linear, Model
from lasthope.classifier.training import Trained
from lasthope.classifier_files import CARD, FILES, HELD_OUT, NGRAMS, SCORES, TENSORS
from lasthope.embed import Embedding
from lasthope.errors import UserError
from lasthope.tables import read_table, write_bytes, write_table, write_text

# Raise it when a classifier saved before can no longer be read.
FORMAT = 1
# What 32 bits hold; a weight beyond it is no weight that was learned.
TYPES: dict[str, Any] = {
    "weights": np.int32,
    "intercepts": np.int64,
    "frequencies": np.int32,
    "rarities": np.int32,
    "moments": np.float64,
    "cuts": np.int64,
    "limits": np.int32,
}


class Classifier(NamedTuple):
    """What a folder holds.

    Attributes:
        model: the classifier.
        held_out: the table ``held_out``.
        scores: the table ``scores``.
        card: where it comes from.
    """

    model: Model
    held_out: pd.DataFrame
    scores: pd.DataFrame
    card: dict[str, Any]


def save_classifier(trained: Trained, card: Mapping[str, Any], folder: str) -> None:
    """Write the files of a classifier.

    Args:
        trained: the classifier with what is told of it.
        card: where it comes from.
        folder: where to; made if it is not there.
    """
    model, place = trained.model, Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    numbers = {
        "weights": model.linear.weights,
        "intercepts": model.linear.intercepts,
        "frequencies": model.learned.frequencies,
        "rarities": model.learned.rarities,
        "moments": model.learned.moments,
        "cuts": model.cuts,
        "limits": np.array(model.limits),
    }
    tensors = {name: array.astype(TYPES[name]) for name, array in numbers.items()}
    words, characters = model.learned.ngrams
    names = {
        "categories": model.categories,
        "rules": model.learned.rules,
        "words": words,
        "characters": characters,
    }
    write_bytes(str(place / TENSORS), safetensors.numpy.save(tensors))
    _write_json(place / NGRAMS, names)
    write_table(trained.scores, str(place / SCORES), "scores")
    write_table(trained.held_out, str(place / HELD_OUT), "held_out")
    sums = {name: _sha256(place / name) for name in FILES if name != CARD}
    _write_json(place / CARD, {"format": FORMAT, **card, "sha256": sums})


def load_classifier(folder: str, embedding: Embedding) -> Classifier:
    """Return a classifier that was saved.

    Args:
        folder: where its files lie.
        embedding: vectors of words, as many-sided as those it was learned with.

    Raises:
        UserError: if a file is missing, damaged, of another version, or does not fit.
    """
    place = Path(folder)
    card = read_card(folder)
    sums = card["sha256"]
    for name in FILES:
        if name != CARD and _sha256(place / name) != sums.get(name):
            raise unusable(place / name, f"its sha256 is not the one in {CARD}")
    try:
        tensors = safetensors.numpy.load((place / TENSORS).read_bytes())
        names = json.loads((place / NGRAMS).read_bytes())
        arrays = {name: tensors[name] for name in TYPES}
        words, characters = (
            tuple(map(str, names[key])) for key in ("words", "characters")
        )
        categories = tuple(map(str, names["categories"]))
        rules = tuple(map(str, names["rules"]))
    except RecursionError as error:
        raise unusable(place / NGRAMS, "it is nested too deep") from error
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise unusable(place / TENSORS, f"it is damaged ({error})") from error
    if any(len(set(some)) < len(some) for some in (words, characters, categories)):
        raise unusable(place / NGRAMS, "a name stands there twice")
    if arrays["moments"].ndim != 2:
        raise unusable(place / TENSORS, "'moments' does not fit the other files")
    n_dense = 2 * embedding.rows.shape[1] + arrays["moments"].shape[-1] + len(rules)
    n_ngrams, n_categories = len(words) + len(characters), len(categories)
    shapes = {
        "weights": (n_ngrams + n_dense, n_categories),
        "intercepts": (n_categories,),
        "frequencies": (MOST_OFTEN + 1,),
        "rarities": (n_ngrams,),
        "moments": (2, arrays["moments"].shape[-1]),
        "cuts": (n_categories, THOUSAND - 1),
        "limits": (n_categories, 2),
    }
    for name, array in arrays.items():
        if array.dtype != TYPES[name] or array.shape != shapes[name]:
            raise unusable(place / TENSORS, f"{name!r} does not fit the other files")
    _check_numbers(place / TENSORS, arrays)
    held_out = _read(place / HELD_OUT, "held_out")
    if not set(held_out["category"]) <= set(categories) <= set(rules):
        raise unusable(place / NGRAMS, "its categories are not those of the others")
    return Classifier(
        _model(arrays, (words, characters), rules, categories),
        held_out,
        _read(place / SCORES, "scores"),
        card,
    )


def read_card(folder: str) -> dict[str, Any]:
    """Return where a classifier comes from.

    Raises:
        UserError: if there is no card, or it is of another version.
    """
    path = Path(folder, CARD)
    try:
        card = json.loads(path.read_bytes())
        is_ours = card["format"] == FORMAT and isinstance(card["sha256"], dict)
    except OSError as error:
        raise unusable(path, f"it cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise unusable(path, "it is damaged") from error
    if not is_ours:
        raise unusable(path, "another version of lasthope made it")
    return dict(card)


def unusable(path: Path, reason: str) -> UserError:
    """Return an error that says why a classifier cannot be used, and what to do."""
    return UserError(
        f"{path}: {reason}; learn the classifier again with `make train`, or set "
        "tags.tagger: rules."
    )


def _check_numbers(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Check that the numbers are such as are learned.

    Raises:
        UserError: if they would tag at random.
    """
    moments = arrays["moments"]
    limits = arrays["limits"]
    for name, is_right in (
        ("moments", np.isfinite(moments).all() and (moments[1] > 0).all()),
        ("frequencies", (arrays["frequencies"][1:] > 0).all()),
        ("rarities", (arrays["rarities"] > 0).all()),
        ("cuts", (np.diff(arrays["cuts"], axis=1) >= 0).all()),
        ("limits", (limits[:, 0] <= limits[:, 1]).all() and (limits > 0).all()),
    ):
        if not is_right:
            raise unusable(path, f"{name!r} holds numbers that are never learned")


def _read(path: Path, name: str) -> pd.DataFrame:
    try:
        return read_table(str(path), name)
    except ValueError as error:
        raise unusable(path, f"it is not the table {name!r}") from error


def _model(
    arrays: Mapping[str, NDArray[Any]],
    ngrams: tuple[tuple[str, ...], tuple[str, ...]],
    rules: tuple[str, ...],
    categories: tuple[str, ...],
) -> Model:
    whole = {
        name: array.astype(np.int64)
        for name, array in arrays.items()
        if name != "moments"
    }
    learned = Learned(
        ngrams, whole["frequencies"], whole["rarities"], arrays["moments"], rules
    )
    linear = Linear(whole["weights"], whole["intercepts"])
    limits = tuple(Limits(*pair) for pair in whole["limits"].tolist())
    return Model(categories, learned, linear, whole["cuts"], limits)


def _sha256(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise unusable(path, f"it cannot be read ({error.strerror})") from error


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    write_text(str(path), text + "\n")
