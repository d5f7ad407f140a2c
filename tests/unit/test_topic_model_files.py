"""Tests of the saved model: it loads in plain BERTopic, and everything works on it."""

import json
import sys
import types

import numpy as np
import pandas as pd
import pytest
from bertopic import BERTopic
from sklearn.metrics import adjusted_rand_score

from lasthope.errors import UserError
from lasthope.topics.saving import FILES, load_model, save_model
from test_topics import corpus, find


@pytest.fixture(scope="module")
def found():
    return find(*corpus(n_each=9))[0]


@pytest.fixture(scope="module")
def texts():
    return corpus(n_each=9)[0]["text"].tolist()


@pytest.fixture
def folder(found, tmp_path):
    save_model(found, str(tmp_path / "model"))
    return tmp_path / "model"


@pytest.fixture
def model(folder):
    return BERTopic.load(str(folder))


def test_what_is_loaded_is_what_was_saved(found, model):
    assert model.topics_ == found.model.topics_
    assert model.topic_representations_.keys() == found.model.topic_sizes_.keys()
    for topic in model.topic_sizes_:
        words = [word for word, _ in model.get_topic(topic)]
        assert ", ".join(words) == found.topics["words"][topic]
    np.testing.assert_allclose(model.topic_embeddings_, found.model.topic_embeddings_)
    assert model.get_topic_info()["Count"].tolist() == found.topics["n_texts"].tolist()


def test_there_is_no_pickle_and_the_same_bytes_each_time(found, folder, tmp_path):
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    save_model(found, str(tmp_path / "again"))
    for name in FILES:
        content = (folder / name).read_bytes()
        assert content == (tmp_path / "again" / name).read_bytes()
        assert content[:1] != b"\x80"


def test_words_that_may_not_be_shown_are_not_saved(found, tmp_path):
    hidden = found._replace(shown=found.shown - {"speech", "free speech"})
    save_model(hidden, str(tmp_path))
    vocabulary = json.loads((tmp_path / "ctfidf_config.json").read_text())
    assert "speech" not in vocabulary["vectorizer_model"]["vocab"]
    assert "speech" not in json.loads((tmp_path / "topics.json").read_text())


@pytest.mark.parametrize("which", ["fitted", "loaded"])
def test_the_habits_of_bertopic_users_work(which, found, model, texts):
    model = found.model if which == "fitted" else model
    # BERTopic 0.17 cannot read dates from text with pandas 3.
    days = [pd.Timestamp(2021, 1 + number % 3, 1) for number in range(len(texts))]
    over_time = model.topics_over_time(texts, days)
    assert over_time["Frequency"].sum() == len(texts)
    classes = ["platform" if number % 2 else "provider" for number in range(len(texts))]
    per_class = model.topics_per_class(texts, classes)
    assert per_class["Frequency"].sum() == len(texts)
    tree = model.hierarchical_topics(texts)
    assert len(tree) == len(model.topic_sizes_) - 1
    assert model.visualize_hierarchy(hierarchical_topics=tree).data
    assert model.visualize_topics_over_time(over_time).data
    assert model.visualize_topics_per_class(per_class).data
    assert model.visualize_barchart().data
    assert model.visualize_heatmap().data
    assert model.visualize_term_rank().data


@pytest.mark.parametrize("which", ["fitted", "loaded"])
def test_topics_can_be_merged_and_reduced(which, texts, tmp_path):
    def fresh():
        found = find(*corpus(n_each=9))[0]
        if which == "fitted":
            return found.model
        save_model(found, str(tmp_path))
        return load_model(str(tmp_path))

    merged = fresh()
    before = list(merged.topics_)
    merged.merge_topics(texts, [0, 1])
    assert set(merged.topics_) == {0, 1}
    assert (
        len({now for now, old in zip(merged.topics_, before, strict=True) if old < 2})
        == 1
    )
    reduced = fresh()
    reduced.reduce_topics(texts, nr_topics=2)
    assert len(set(reduced.topics_)) == 2


def test_new_texts_are_put_with_the_nearest_topic(found, model):
    _, _, vectors = corpus(n_each=9)
    rows = found.model.topic_embeddings_
    predicted, _ = model.transform(["a", "b", "c"], embeddings=np.asarray(rows))
    assert list(predicted) == [0, 1, 2]


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(folder, name):
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(UserError, match=rf"{name}: it is damaged; .* run it again\."):
        load_model(str(folder))
    (folder / name).unlink()
    with pytest.raises(UserError, match=rf"{name}: it cannot be read \(No such file"):
        load_model(str(folder))


def test_a_file_of_another_version_is_named(folder):
    read = json.loads((folder / "topics.json").read_text())
    (folder / "topics.json").write_text(json.dumps(read | {"lasthope_format": 0}))
    with pytest.raises(UserError, match=r"topics\.json: another version of lasthope"):
        load_model(str(folder))


def test_without_topics_the_files_say_so(tmp_path):
    units, documents, vectors = corpus()
    none = find(units[:2], documents, vectors[:2])[0]
    save_model(none, str(tmp_path))
    with pytest.raises(UserError, match="is empty, as no topics were found"):
        load_model(str(tmp_path))


def test_umap_is_asked_for_by_name_when_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "umap", None)
    with pytest.raises(UserError, match="umap-learn is not installed; install it with"):
        find(*corpus(), clusters="umap_hdbscan")


def test_topics_of_umap_and_hdbscan_say_that_they_depend_on_the_machine(monkeypatch):
    class Flat:
        """Stands in for UMAP: the first components are what it found."""

        def __init__(self, **settings):
            assert settings["metric"] == "cosine"

        def fit_transform(self, rows):
            return rows[:, :3]

    monkeypatch.setitem(sys.modules, "umap", types.SimpleNamespace(UMAP=Flat))
    found, placed = find(*corpus(n_each=9), clusters="umap_hdbscan", min_topic_size=4)
    assert found.topics["method"].unique() == ["umap_hdbscan, machine-dependent"]
    assert found.topics["label"].str.endswith(" (machine-dependent)").all()
    assert len(found.topics) == 3
    assert placed["topic"].ge(0).all()
    assert isinstance(found.grid, pd.DataFrame) and found.grid.empty


def test_umap_and_hdbscan_find_the_groups_that_there_are():
    pytest.importorskip("umap", reason="umap-learn is optional")
    tables = corpus(n_each=40)
    found, placed = find(*tables, clusters="umap_hdbscan", min_topic_size=10)
    assert sorted(found.topics["n_units"]) == [38, 39, 40]
    truth = np.repeat([0, 1, 2], [40, 39, 38])
    assert adjusted_rand_score(truth, placed["topic"]) == 1


def test_exact_topics_of_vectors_that_depend_on_the_machine_say_so():
    found, _ = find(*corpus(n_each=9), embed_backend="lsa")
    assert found.topics["method"].unique() == ["exact, of machine-dependent vectors"]
    assert found.topics["label"].str.endswith(" (machine-dependent)").all()
    of_shipped, _ = find(*corpus(n_each=9))
    assert not of_shipped.topics["label"].str.contains("machine").any()
