"""Tests of lasthope.embed.backends on small models made here."""

import logging
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from lasthope.embed.backends import encoder_of, tell_unknown
from lasthope.embed.machine_dependent import LsaEncoder, SentenceEncoder
from lasthope.errors import UserError

SHIPPED = str(Path(__file__).parents[2] / "data/embedding")
SETTINGS = {
    "drop_stop_words": True,
    "model": None,
    "revision": None,
    "n_dimensions": 2,
    "seed": 1,
}
TEXTS = ["cats purr", "cats purr softly", "courts rule", "courts rule slowly"]


def cosine(a, b):
    a, b = a.astype(float), b.astype(float)
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


def test_lsa_tells_subjects_apart_and_is_said_to_depend_on_the_machine(caplog):
    encoder = encoder_of(SHIPPED, TEXTS, backend="lsa", **SETTINGS)
    assert "lsa: vectors depend on the machine" in caplog.text
    vectors = encoder.encode([*TEXTS, "the unheard", ""])
    assert vectors.dtype == np.int8
    assert cosine(vectors[0], vectors[1]) > 0.9
    assert cosine(vectors[2], vectors[3]) > 0.9
    assert abs(cosine(vectors[0], vectors[2])) < 0.1
    assert not vectors[4:].any()
    assert encoder.encode([]).shape == (0, 2)


@pytest.mark.parametrize("backend", ["static", "lsa", "sentence_transformers"])
def test_a_part_of_a_column_is_read_as_strings_are(backend, library, tmp_path):
    settings = SETTINGS | {"model": str(tmp_path)}
    texts = ["", "up", "", "up"]
    learnt = TEXTS + texts
    encoder = encoder_of(SHIPPED, learnt, backend=backend, **settings)
    part = pa.array(texts)[1:]
    assert encoder.encode(part).tolist() == encoder.encode(texts[1:]).tolist()


def test_a_text_that_is_missing_is_refused():
    encoder = encoder_of(SHIPPED, [], backend="static", **SETTINGS)
    with pytest.raises(ValueError, match="1 of 2 texts are missing"):
        encoder.encode(pa.array(["hope", None]))


def test_lsa_takes_no_more_dimensions_than_there_are_words():
    encoder = LsaEncoder(["cats purr"], n_dimensions=100, seed=1)
    assert encoder.encode(["cats"]).shape == (1, 1)


@pytest.mark.parametrize("texts", [[], ["the", ""], ["hope hope"]])
def test_lsa_of_texts_that_say_nothing_is_refused(texts):
    with pytest.raises(UserError, match="fewer than two words besides stop words"):
        LsaEncoder(texts, n_dimensions=2, seed=1)


@pytest.fixture
def library(monkeypatch):
    """Stand in for sentence-transformers, which is not installed by default."""
    asked = []

    class Model:
        def __init__(self, name, **options):
            asked.append((name, options))
            if name.endswith("broken"):
                raise OSError("no config.json\nmore")

        def encode(self, texts, **_):
            table = {"up": [0.6, 0.8], "": [0.0, 0.0]}
            return np.array([table[text] for text in texts], dtype=np.float32)

    module = SimpleNamespace(SentenceTransformer=Model)
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    return asked


def test_sentence_vectors_are_rounded_at_length_127(library, tmp_path):
    settings = SETTINGS | {"model": str(tmp_path)}
    encoder = encoder_of(SHIPPED, [], backend="sentence_transformers", **settings)
    assert encoder.encode(["up", ""]).tolist() == [[76, 102], [0, 0]]


def test_a_model_of_the_hub_is_asked_for_at_its_commit(library):
    SentenceEncoder("some/model", "a" * 40)
    options = {"revision": "a" * 40, "trust_remote_code": False}
    assert library == [("some/model", options)]


def test_mistakes_with_models_are_told(library, tmp_path, monkeypatch):
    with pytest.raises(UserError, match=r"'embed\.model' names no model"):
        SentenceEncoder(None, None)
    with pytest.raises(UserError, match=r"name its commit in 'embed\.revision'"):
        SentenceEncoder("some/model", None)
    broken = tmp_path / "broken"
    broken.mkdir()
    with pytest.raises(UserError, match=r"broken cannot be loaded \(no config.json\);"):
        SentenceEncoder(str(broken), None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(UserError, match="install the extra sentence-transformers"):
        SentenceEncoder(str(tmp_path), None)


def test_a_real_model_made_here_is_loaded(tmp_path):
    library = pytest.importorskip("sentence_transformers")
    models = pytest.importorskip("sentence_transformers.models")
    bag = models.BoW(vocab=["cats", "courts"])
    library.SentenceTransformer(modules=[bag]).save(str(tmp_path))
    vectors = SentenceEncoder(str(tmp_path), None).encode(["cats", "courts", "cats"])
    assert vectors.tolist() == [[127, 0], [0, 127], [127, 0]]


def test_a_language_that_is_not_known_is_warned_of(caplog):
    caplog.set_level(logging.INFO)
    encoder = encoder_of(SHIPPED, [], backend="static", **SETTINGS)
    tell_unknown(encoder, 0.4)
    assert not caplog.records
    encoder.encode(["free speech and hope"])
    tell_unknown(encoder, 0.4)
    assert [record.levelname for record in caplog.records] == ["INFO"]
    encoder.encode(["Meinungsfreiheit verteidigen Plattformbetreiber jahrelang"] * 9)
    tell_unknown(encoder, 0.4)
    assert "does not know 92% of the words" in caplog.text
