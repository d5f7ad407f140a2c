"""Tests of lasthope.topics.stable_bertopic: BERTopic with one possible order."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from bertopic import BERTopic
from scipy.sparse import csr_matrix

from lasthope.clusters import ExactKMeans
from lasthope.embed import with_length
from lasthope.topics.labels import RankedWords, rank
from lasthope.topics.stable_bertopic import topic_model

SPEECH = ["free speech", "free speech hope", "speech libertés", "speech"]
SERVERS = ["terms of service", "service", "servers service", "terms"]
FIGHT = ["fight", "win the fight"]
TEXTS = [*SPEECH, *SERVERS, *FIGHT]
EVERY = frozenset(" ".join([*TEXTS, "first second"]).split())
VECTORS = np.array(
    [
        *([127, 0, 0], [120, 40, 0], [125, 0, 20], [126, 0, 10]),
        *([0, 127, 0], [0, 125, 20], [40, 120, 0], [0, 126, 10]),
        *([0, 0, 127], [10, 0, 126]),
    ],
    dtype=np.int8,
)


def fitted(texts=TEXTS, vectors=VECTORS, n_topics=3, top_words=3):
    clusters = ExactKMeans(
        n_clusters=n_topics,
        min_cluster_size=1,
        n_starts=5,
        max_iter=100,
        random_state=0,
    ).fit(vectors)
    model = topic_model(
        clusters,
        analyzer=str.split,
        top_words=top_words,
        diversity=0.0,
        core=1,
        shown=EVERY,
    )
    return model.fit(texts, embeddings=vectors)


def test_words_are_taken_from_the_texts_nearest_to_the_centre():
    # Twelve of each axis; the farther six of each say other words than the nearer.
    far = [(127, 0), (126, 5), (126, 9), (125, 15), (125, 20), (124, 25)]
    far += [(120, 42), (118, 46), (116, 51), (114, 55), (112, 59), (110, 63)]
    vectors = np.array(far + [(b, a) for a, b in far], dtype=np.int8)
    # A mean direction of 18 degrees lies nearest to those from 9 to 25.
    texts = [f"mild{n}" for n in range(12)] + [f"harsh{n}" for n in range(12)]
    clusters = ExactKMeans(
        n_clusters=2, min_cluster_size=1, n_starts=5, max_iter=100, random_state=0
    ).fit(vectors)
    every = frozenset(texts)
    settings = {"analyzer": str.split, "top_words": 12, "diversity": 0, "shown": every}
    words = {
        share: {
            word
            for number in (0, 1)
            for word, _ in topic_model(clusters, core=share, **settings)
            .fit(texts, embeddings=vectors)
            .get_topic(number)
        }
        for share in (1, 0.9, 0.5)
    }
    cosines = clusters.cosines_
    # 0.9 of 12 is 11, rounded up; of 0.5, 6, ten are taken all the same.
    for share, n_left in ((1, 12), (0.9, 11), (0.5, 10)):
        expected = set()
        for start in (0, 12):
            order = sorted(range(start, start + 12), key=lambda n: -cosines[n])
            expected |= {texts[n] for n in order[:n_left]}
        assert words[share] == expected


@pytest.fixture(scope="module")
def model():
    return fitted()


def test_topics_are_numbered_by_size_then_by_their_first_text(model):
    # "free speech" comes before "service"; the two fights are fewer.
    assert model.topics_ == [0] * 4 + [1] * 4 + [2] * 2
    labels = model.hdbscan_model.labels_
    assert len(set(zip(labels.tolist(), model.topics_, strict=True))) == 3


def test_all_that_bertopic_knows_of_its_topics_agrees(model):
    assert model.topic_sizes_ == Counter({0: 4, 1: 4, 2: 2})
    info = model.get_topic_info()
    assert info["Topic"].tolist() == [0, 1, 2]
    assert info["Count"].tolist() == [4, 4, 2]
    assert model.get_document_info(TEXTS)["Topic"].tolist() == model.topics_
    predicted, _ = model.transform(TEXTS, embeddings=VECTORS)
    assert list(predicted) == model.topics_
    assert model.c_tf_idf_.shape[0] == 3
    means = [VECTORS[:4].mean(0), VECTORS[4:8].mean(0), VECTORS[8:].mean(0)]
    np.testing.assert_allclose(model.topic_embeddings_, means)


def test_words_are_the_heaviest_of_the_class_tf_idf(model):
    names = model.vectorizer_model.get_feature_names_out().tolist()
    # 19 words in 3 topics: 6.33 a topic, which BERTopic cuts to 6.
    counts = {"speech": 4, "free": 2, "hope": 1, "libertés": 1}
    expected = {
        word: np.sqrt(count / 8) * np.log(6 / count + 1)
        for word, count in counts.items()
    }
    for word, weight in expected.items():
        assert model.c_tf_idf_[0, names.index(word)] == pytest.approx(weight)
    # 0.693, then 0.688 twice: "speech libertés" is nearer to the centre.
    assert [word for word, _ in model.get_topic(0)] == ["free", "libertés", "hope"]


def test_letters_beyond_ascii_stay(model):
    assert "libertés" in model.vectorizer_model.get_feature_names_out()


def test_representative_texts_are_nearest_to_the_centre(model):
    for topic, texts in ((0, SPEECH), (1, SERVERS), (2, FIGHT)):
        rows = [TEXTS.index(text) for text in texts]
        cosines = model.hdbscan_model.cosines_[rows]
        order = np.argsort(-cosines)[:3]
        assert model.get_representative_docs(topic) == [texts[i] for i in order]


def test_everything_is_the_same_in_another_order(model):
    order = np.random.default_rng(1).permutation(len(TEXTS))
    other = fitted([TEXTS[i] for i in order], VECTORS[order])
    assert other.topics_ == [model.topics_[i] for i in order]
    assert other.topic_representations_ == model.topic_representations_
    assert other.representative_docs_ == model.representative_docs_


def test_copies_are_one_representative_text():
    copies = np.concatenate([VECTORS, VECTORS[:1], VECTORS[:1]])
    model = fitted([*TEXTS, TEXTS[0], TEXTS[0]], copies)
    assert sorted(model.get_representative_docs(0)).count(TEXTS[0]) == 1
    assert model.topic_sizes_[0] == 6


def test_one_topic_of_all_is_a_model_too():
    model = fitted(n_topics=1)
    assert set(model.topics_) == {0}
    assert model.get_topic(0)[0][0] in {"speech", "service"}


def test_topics_over_time_still_work(model):
    over_time = model.topics_over_time(TEXTS, list(range(10)), nr_bins=2)
    assert over_time["Frequency"].sum() == 10


def test_heavier_words_come_first_and_equal_ones_as_met():
    weights = {"a": 1.0, "b": 2.0, "c": 1.0, "d": 0.5}
    texts = [["d", "c"], ["a", "b"], ["c"]]
    expected = [("b", 2.0), ("c", 1.0), ("a", 1.0), ("d", 0.5)]
    for top in (1, 2, 3, 4, 9):
        assert rank(weights, texts, top) == expected[:top]


def test_last_bits_of_a_weight_do_not_decide():
    class Vectorizer:
        def get_feature_names_out(self):
            return np.array(["first", "second"])

        def build_analyzer(self):
            return str.split

    class Model:
        vectorizer_model = Vectorizer()

    documents = pd.DataFrame({"Document": ["second first"], "Topic": [0]})
    for last_bit in (-1e-15, 0, 1e-15):
        weights = csr_matrix([[0.3 + last_bit, 0.3]])
        words = RankedWords(top_words=2, diversity=0.0, shown=EVERY)
        ranked = words.extract_topics(Model(), documents, weights, {})
        assert ranked == {0: [("second", 0.3), ("first", 0.3)]}


def test_the_words_model_is_an_estimator():
    assert RankedWords(top_words=4, diversity=0.5, shown=EVERY).get_params() == {
        "top_words": 4,
        "diversity": 0.5,
        "shown": EVERY,
    }


def test_bertopic_itself_saves_and_loads_the_model(tmp_path):
    model = fitted()
    assert model.get_params()["top_n_words"] == 3
    model.save(tmp_path / "model", serialization="safetensors")
    loaded = BERTopic.load(str(tmp_path / "model"))
    assert [*map(tuple, loaded.get_topic(0))] == model.get_topic(0)


def test_merged_topics_keep_the_words_of_both():
    # Twenty texts close to their centre, ten loosely about another one.
    near = [(127, n, 0) for n in range(20)]
    loose = [(0, 90, 20 * n) for n in range(-5, 5)]
    vectors = with_length(np.array(near + loose), 127).astype(np.int8)
    texts = ["apple pie"] * 20 + ["banana split"] * 10
    texts = [f"{text} n{place}" for place, text in enumerate(texts)]
    clusters = ExactKMeans(
        n_clusters=2, min_cluster_size=1, n_starts=5, max_iter=100, random_state=0
    ).fit(vectors)
    shown = frozenset(word for text in texts for word in text.split())
    model = topic_model(
        clusters, analyzer=str.split, top_words=8, diversity=0, core=0.5, shown=shown
    ).fit(texts, embeddings=vectors)
    centres = model.topic_embeddings_.copy()
    for topic, start, end in ((0, 0, 20), (1, 20, 30)):
        np.testing.assert_allclose(centres[topic], vectors[start:end].mean(axis=0))
    model.merge_topics(texts, [0, 1])
    assert {"apple", "banana"} <= {word for word, _ in model.get_topic(0)}
