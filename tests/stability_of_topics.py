"""Find topics under other conditions, ours and those of others, and compare.

``make stability`` runs it after the whole case. Each model groups the posts of the
practice case, or the texts of a corpus (``tests/stability_of_topics.py corpus.tsv``, a
text first on each line), from the same vectors and seed. A cell of the table is the
adjusted Rand index with what the model finds under no special condition, and how many
groups there are. UMAP and HDBSCAN are left out where they are not installed.

The exit status is 1 if lasthope finds anything else anywhere, to the last word.
"""

import csv
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "workflow"))
sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import numpy as np
import topic_models
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from lasthope.embed import StaticEncoder, load_embedding
from lasthope.topics.placing import centred, mean_of
from stability import CONDITIONS

ROOT = Path(__file__).parents[1]
N_TOPICS, SEED = 20, 2021
PLAIN, SHUFFLED = "no special condition", "another order"
# What touches the files or the folder of a run is nothing to a model of topics.
WITHOUT = ("1 thread", "another time zone", "another locale", "a folder with spaces")


def conditions() -> dict[str, dict[str, str]]:
    """Return the environment of each condition."""
    taken = {
        name: environment
        for name, (_, _, environment) in CONDITIONS.items()
        if name not in WITHOUT
    }
    generic = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    return {PLAIN: {}} | taken | {"compiled for any CPU": generic, SHUFFLED: {}}


def texts_of(path: str | None) -> list[str]:
    """Return the texts to group, each once, in order."""
    if path:
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            return sorted({row[0] for row in rows})
    found = set()
    for post in sorted((ROOT / "data/practice").glob("p*.csv")):
        with post.open(encoding="utf-8", newline="") as file:
            found |= {row["text"] for row in csv.DictReader(file)}
    return sorted(found)


def exact(texts: list[str], vectors: Any) -> tuple[Any, Any]:
    """Return the groups and words of lasthope."""
    found = topic_models.lasthope(texts, vectors, N_TOPICS, SEED)
    return found.labels, found.words


def kmeans(texts: list[str], vectors: Any) -> tuple[Any, None]:
    """Return the groups of scikit-learn's KMeans."""
    model = KMeans(n_clusters=N_TOPICS, random_state=SEED, n_init=2)
    return model.fit_predict(vectors.astype(np.float32)), None


def umap(texts: list[str], vectors: Any) -> tuple[Any, None]:
    """Return the groups of BERTopic's default, UMAP and HDBSCAN."""
    from hdbscan import HDBSCAN

    reduced = topic_models.umap(SEED).fit_transform(vectors.astype(np.float32))
    return HDBSCAN(min_cluster_size=10).fit_predict(reduced), None


MODELS: dict[str, Callable[..., tuple[Any, Any]]] = {
    "lasthope": exact,
    "KMeans": kmeans,
    "UMAP + HDBSCAN": umap,
}


def models() -> list[str]:
    """Return the models whose packages are installed."""
    has_umap = all(map(importlib.util.find_spec, ("umap", "hdbscan")))
    return [name for name in MODELS if name != "UMAP + HDBSCAN" or has_umap]


def grouped(condition: str, path: str | None) -> dict[str, Any]:
    """Return what each model finds, the labels in the order of the texts."""
    texts = texts_of(path)
    order = np.arange(len(texts))
    if condition == SHUFFLED:
        order = np.random.default_rng(SEED).permutation(order)
    given = [texts[place] for place in order]
    embedding = load_embedding(str(ROOT / "data/embedding"))
    vectors = StaticEncoder(embedding, drop_stop_words=True).encode(given)
    vectors = centred(vectors, mean_of(vectors))
    found = {}
    for name in models():
        labels, words = MODELS[name](given, vectors)
        in_order = np.empty(len(texts), dtype=int)
        in_order[order] = labels
        found[name] = {"labels": in_order.tolist(), "words": words}
    return found


def in_another_process(name: str, path: str | None) -> dict[str, Any]:
    """Return what each model finds under a condition."""
    call = [sys.executable, "-W", "ignore", __file__, "--as", name, *([path or ""])]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"} | conditions()[name]
    done = subprocess.run(
        call, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(path: str | None = None) -> int:
    """Print the table; return 0 only if lasthope finds the same everywhere."""
    print(f"{len(texts_of(path))} texts, {N_TOPICS} topics asked for")
    print(f"{'condition':<28}" + "".join(f"{name:>20}" for name in models()))
    expected: dict[str, Any] = {}
    is_same = True
    for name in conditions():
        found = in_another_process(name, path)
        expected = expected or found
        is_same &= found["lasthope"] == expected["lasthope"]
        cells = []
        for model, groups in found.items():
            labels = groups["labels"]
            alike = adjusted_rand_score(expected[model]["labels"], labels)
            n_groups = len(set(labels) - {-1})
            said = "the same" if groups == expected[model] else f"{alike:.3f}"
            cells.append(f"{said} ({n_groups})")
        print(f"{name:<28}" + "".join(f"{cell:>20}" for cell in cells), flush=True)
    return int(not is_same)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as"]:
        print(json.dumps(grouped(sys.argv[2], sys.argv[3] or None)))
        sys.exit()
    sys.exit(main(*sys.argv[1:2]))
