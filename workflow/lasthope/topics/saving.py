"""Save the model so that plain BERTopic loads it, without pickle."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import safetensors.numpy
from safetensors import SafetensorError
from scipy.sparse import csr_matrix

from lasthope.errors import UserError
from lasthope.tables import write_bytes, write_text

if TYPE_CHECKING:
    from bertopic import BERTopic

    from lasthope.topics import Found

TOPICS, CONFIG, WORDS = "topics.json", "config.json", "ctfidf_config.json"
CENTRES, WEIGHTS = "topic_embeddings.safetensors", "ctfidf.safetensors"
FILES = (TOPICS, CONFIG, WORDS, CENTRES, WEIGHTS)
# What each file of tensors has to hold.
TENSORS = {CENTRES: {"topic_embeddings"}, WEIGHTS: {"data", "indices", "indptr"}}
# Machines differ from the 15th digit of a logarithm on.
DECIMALS = 8
# Raise it when a model saved before can no longer be read.
FORMAT = 1


def save_model(found: "Found", folder: str) -> None:
    """Write the files that ``BERTopic.load(folder)`` reads; empty ones without topics.

    Words that may not be shown are left out. Weights are rounded, for machines differ
    in the last bits of a logarithm.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    model, shown = found.model, found.shown
    if model is None:
        for name in FILES:
            write_bytes(str(Path(folder, name)), b"")
        return
    vocabulary = sorted(shown & set(model.vectorizer_model.vocabulary_))
    columns = [model.vectorizer_model.vocabulary_[word] for word in vocabulary]
    weights = csr_matrix(model.c_tf_idf_[:, columns])
    weights.sort_indices()
    numbers = sorted(model.topic_sizes_)
    words = {
        n: [pair for pair in model.get_topic(n) if pair[0] in shown] for n in numbers
    }
    topics = {
        "lasthope_format": FORMAT,
        "topic_representations": words,
        "topics": [int(topic) for topic in model.topics_],
        "topic_sizes": {number: int(model.topic_sizes_[number]) for number in numbers},
        "topic_mapper": np.array(model.topic_mapper_.mappings_, dtype=int).tolist(),
        "topic_labels": {
            number: "_".join([str(number), *(word for word, _ in words[number][:4])])
            for number in numbers
        },
        "custom_labels": None,
        "_outliers": 0,
        "topic_aspects": {},
    }
    counter = {"ngram_range": [1, 2], "lowercase": True}
    config = {
        "language": "multilingual",
        "top_n_words": model.top_n_words,
        "n_gram_range": [1, 2],
        "min_topic_size": model.min_topic_size,
        "nr_topics": None,
        "low_memory": False,
        "calculate_probabilities": False,
        "seed_topic_list": None,
        "zeroshot_topic_list": None,
        "zeroshot_min_similarity": 0.7,
        "verbose": False,
    }
    weighting = {"bm25_weighting": False, "reduce_frequent_words": True}
    known = {"params": counter, "vocab": {word: n for n, word in enumerate(vocabulary)}}
    _write_json(folder, TOPICS, topics)
    _write_json(folder, CONFIG, config)
    _write_json(folder, WORDS, {"ctfidf_model": weighting, "vectorizer_model": known})
    centres = np.asarray(model.topic_embeddings_, dtype=np.float32)
    _write_tensors(folder, CENTRES, {"topic_embeddings": centres})
    tensors = {
        "indptr": weights.indptr.astype(np.int64),
        "indices": weights.indices.astype(np.int64),
        "data": weights.data.round(DECIMALS),
        "shape": np.array(weights.shape, dtype=np.int64),
        "diag": model.ctfidf_model._idf_diag.diagonal()[columns].round(DECIMALS),
    }
    _write_tensors(folder, WEIGHTS, tensors)


def load_model(folder: str) -> "BERTopic":
    """Return a saved model in plain BERTopic.

    Raises:
        UserError: if a file is missing, damaged or of another version.
    """
    for name in FILES:
        _check(Path(folder, name))
    from bertopic import BERTopic

    return BERTopic.load(folder)


def _check(path: Path) -> None:
    """Check that a file of a saved model can be read and is of this version."""
    try:
        content = path.read_bytes()
        if not content:
            raise _unusable(path, "it is empty, as no topics were found")
        if path.name in TENSORS:
            missing = TENSORS[path.name] - safetensors.numpy.load(content).keys()
            is_ours = not missing
        else:
            read = json.loads(content)
            is_ours = path.name != TOPICS or read.get("lasthope_format") == FORMAT
    except OSError as error:
        raise _unusable(path, f"it cannot be read ({error.strerror})") from error
    except (ValueError, AttributeError, SafetensorError) as error:
        raise _unusable(path, "it is damaged") from error
    if not is_ours:
        raise _unusable(path, "another version of lasthope or another program made it")


def _write_json(folder: str, name: str, content: Any) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    write_text(str(Path(folder, name)), text + "\n")


def _write_tensors(folder: str, name: str, tensors: dict[str, np.ndarray]) -> None:
    write_bytes(str(Path(folder, name)), safetensors.numpy.save(tensors))


def _unusable(path: Path, reason: str) -> UserError:
    return UserError(
        f"{path}: {reason}; see the log of the step topics, or run it again."
    )
