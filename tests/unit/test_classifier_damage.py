"""Files of a classifier that are missing, damaged, or do not fit each other."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from lasthope.classifier.files import load_classifier
from lasthope.classifier.training import train
from lasthope.classifier_files import CARD, FILES, HELD_OUT, NGRAMS, SCORES, TENSORS
from lasthope.embed import load_embedding
from lasthope.errors import UserError
from lasthope.tags import tags
from taught import CODEBOOK, RULES, corpus, everything, kept, small_lesson

EMBEDDING = str(Path(__file__).parents[2] / "data/embedding")
SETTINGS = {"precision": 0.8, "min_positives": 20}


@pytest.fixture(scope="module")
def embedding():
    return load_embedding(EMBEDDING)


@pytest.fixture(scope="module")
def trained(embedding):
    _, units, _ = corpus()
    taught = small_lesson(tags(units, CODEBOOK, **RULES))
    return train(taught, embedding, everything, **SETTINGS)


@pytest.fixture
def folder(trained, tmp_path):
    return kept(trained, tmp_path, EMBEDDING, SETTINGS)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_told(folder, embedding, name):
    (folder / name).unlink()
    with pytest.raises(UserError, match=f"{name}: it cannot be read"):
        load_classifier(str(folder), embedding)


@pytest.mark.parametrize("name", [TENSORS, NGRAMS, HELD_OUT])
def test_a_changed_file_is_told(folder, embedding, name):
    path = folder / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(UserError, match=f"{name}: its sha256 is not the one in card"):
        load_classifier(str(folder), embedding)


def resigned(folder, name, content):
    """Put another content into a file, and its hash into the card."""
    (folder / name).write_bytes(content)
    told = json.loads((folder / CARD).read_text())
    told["sha256"][name] = sha256(content).hexdigest()
    (folder / CARD).write_text(json.dumps(told))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 100_000, b"[1]", b'{"format": 1}', b'"x"']
)
def test_a_card_that_is_none_is_told(folder, embedding, content):
    (folder / CARD).write_bytes(content)
    with pytest.raises(UserError, match="card.json: it is damaged"):
        load_classifier(str(folder), embedding)


def test_a_card_of_another_version_is_told(folder, embedding):
    told = json.loads((folder / CARD).read_text()) | {"format": 99}
    (folder / CARD).write_text(json.dumps(told))
    with pytest.raises(UserError, match="another version of lasthope made it"):
        load_classifier(str(folder), embedding)


def test_files_that_do_not_fit_each_other_are_told(folder, embedding):
    names = json.loads((folder / NGRAMS).read_text())
    fewer = names | {"words": names["words"][1:]}
    resigned(folder, NGRAMS, json.dumps(fewer).encode())
    with pytest.raises(UserError, match="'weights' does not fit the other files"):
        load_classifier(str(folder), embedding)
    others = names | {"categories": ["safety", "other"]}
    resigned(folder, NGRAMS, json.dumps(others).encode())
    with pytest.raises(UserError, match="its categories are not those of the others"):
        load_classifier(str(folder), embedding)
    twice = names | {"words": [names["words"][0], *names["words"][:-1]]}
    resigned(folder, NGRAMS, json.dumps(twice).encode())
    with pytest.raises(UserError, match="a name stands there twice"):
        load_classifier(str(folder), embedding)
    resigned(folder, NGRAMS, b"[" * 100_000)
    with pytest.raises(UserError, match="it is nested too deep"):
        load_classifier(str(folder), embedding)
    resigned(folder, NGRAMS, b"{}")
    with pytest.raises(UserError, match="it is damaged"):
        load_classifier(str(folder), embedding)


@pytest.mark.parametrize("name", [HELD_OUT, SCORES])
@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00,\n"])
def test_a_table_that_is_another_is_told(folder, embedding, name, content):
    resigned(folder, name, content)
    with pytest.raises(UserError, match=f"{name}: it is not the table"):
        load_classifier(str(folder), embedding)


@pytest.mark.parametrize(
    ("name", "spoil", "told"),
    [
        ("moments", lambda some: some * np.nan, "numbers that are never learned"),
        ("moments", lambda _: np.array(1.0), "does not fit the other files"),
        ("rarities", np.zeros_like, "numbers that are never learned"),
        ("cuts", lambda some: some[:, ::-1].copy(), "numbers that are never learned"),
        ("limits", np.negative, "numbers that are never learned"),
    ],
)
def test_numbers_that_were_not_learned_are_told(folder, embedding, name, spoil, told):
    tensors = safetensors.numpy.load((folder / TENSORS).read_bytes())
    tensors[name] = spoil(tensors[name])
    resigned(folder, TENSORS, safetensors.numpy.save(tensors))
    with pytest.raises(UserError, match=f"'{name}' .*{told}"):
        load_classifier(str(folder), embedding)
