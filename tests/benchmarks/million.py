"""Vectors and topics of many posts: CPU seconds and memory of one process.

``python tests/benchmarks/million.py POSTS.csv COLUMN [n_posts]`` makes so many
different posts, each of the halves of two of a column, and prints what it takes to give
them vectors, to draw the sample, to find topics in it, and to place them all.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.embed import StaticEncoder, load_embedding
from lasthope.streaming import ROWS_AT_ONCE, arrow_schema, columns_parts, write_vectors
from lasthope.topics import topics
from lasthope.topics.reading import units_with_vectors

ROOT = Path(__file__).parents[2]
PRIME = 7_919
N_AUTHORS = 20_000


def posts(different: list[str], start: int, end: int) -> list[str]:
    """Return posts by their numbers."""
    words = [text.split() for text in different]
    n = len(words)
    made = []
    for number in range(start, end):
        first, second = words[number % n], words[(number // n * PRIME + number) % n]
        halves = first[: len(first) // 2 + 1] + second[len(second) // 2 :]
        made.append(" ".join(halves))
    return made


def write_units(path: Path, different: list[str], n_posts: int) -> None:
    """Write the units."""
    schema = arrow_schema("units")
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, n_posts, ROWS_AT_ONCE):
            end = min(start + ROWS_AT_ONCE, n_posts)
            ids = [f"post:{number:09}" for number in range(start, end)]
            texts = posts(different, start, end)
            table = pd.DataFrame(
                {
                    "unit_id": ids,
                    "doc_id": ids,
                    "position": 0,
                    "start": 0,
                    "end": [len(text) for text in texts],
                    "sentence": 0,
                    "voice": "own",
                    "quoted_speaker": None,
                    "text": texts,
                }
            )
            writer.write_table(
                pa.Table.from_pandas(table, schema, preserve_index=False)
            )


def documents(n_posts: int) -> pd.DataFrame:
    """Return what the step has to know of the documents."""
    numbers = np.arange(n_posts)
    day = pd.Timestamp("2020-07-01", tz="UTC")
    return pd.DataFrame(
        {
            "doc_id": pd.array([f"post:{n:09}" for n in numbers], dtype="str"),
            "kind": "post",
            "side": "users",
            "author": [f"u{n % N_AUTHORS:05}" for n in numbers],
            "organisation": None,
            "is_public": False,
            "created_at": day + pd.to_timedelta(numbers % 200, unit="D"),
            "created_precision": "day",
            "weight": 1.0,
            "copy_of": None,
        }
    )


def tell(name: str, start: float) -> float:
    """Print what was taken since ``start``, and return the time."""
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{name:<20}{seconds:8.1f} CPU-s{peak:8.2f} GB at most so far", flush=True)
    return time.process_time()


def main(path: str, column: str, n_posts: int = 1_000_000) -> None:
    """Make the posts, go through the steps, print."""
    read = pd.read_csv(path, usecols=[column], dtype="str")[column].dropna()
    different = sorted(set(read))
    with tempfile.TemporaryDirectory() as folder:
        units, vectors = Path(folder, "units.parquet"), Path(folder, "vectors.parquet")
        write_units(units, different, n_posts)
        told = documents(n_posts)
        begin = start = tell("(making the posts)", time.process_time())
        embedding = load_embedding(str(ROOT / "data/embedding"))
        encoder = StaticEncoder(embedding, drop_stop_words=True)
        parts = (
            (ids, encoder.encode(part))
            for ids, part in columns_parts(str(units), ["unit_id", "text"])
        )
        write_vectors(str(vectors), parts, embedding.rows.shape[1])
        start = tell("vectors", start)
        settings = yaml.safe_load((ROOT / "config/config.yaml").read_text("utf-8"))
        chosen = settings["topics"] | {"n_topics": 30}
        placed = [0]

        def keep(tables: Iterator[pd.DataFrame]) -> None:
            placed[0] = sum(len(table) for table in tables)

        topics(
            lambda: units_with_vectors(str(units), str(vectors)),
            told,
            keep,
            seed=settings["seed"],
            show_private_text=False,
            **chosen,
        )
        tell("topics", start)
        tell("both", begin)
        print(f"{placed[0]:,} posts have a topic, or none")


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:4]))
