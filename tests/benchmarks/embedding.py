"""How many posts a CPU-second get a vector, beside the tokenizers library alone.

``python tests/benchmarks/embedding.py POSTS.csv COLUMN [n_posts]`` reads the texts of a
column, repeats them up to the number asked for, and prints CPU seconds (user and
system, without imports) of the static embedding, with what it learns of new words,
and of tokenising every text by the library and summing its tokens' vectors.
"""

import sys
import time
from itertools import cycle, islice
from pathlib import Path

import pandas as pd
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.embed import (
    LENGTH,
    StaticEncoder,
    content_words,
    count_tokens,
    load_embedding,
    with_length,
)

ROOT = Path(__file__).parents[2]
AT_ONCE = 20_000


def tell(name: str, n_done: int, start: float) -> None:
    """Print the speed since ``start``."""
    seconds = time.process_time() - start
    print(f"{name:<28}{seconds:8.2f} CPU-s{n_done / seconds:12,.0f} posts/CPU-s")


def main(path: str, column: str, n_posts: int = 500_000) -> None:
    """Read the posts, encode them both ways, print."""
    embedding = load_embedding(str(ROOT / "data/embedding"))
    different = (
        pd.read_csv(path, usecols=[column], dtype="str")[column].dropna().tolist()
    )
    posts = list(islice(cycle(different), n_posts))
    # As the step gets them from a table.
    parts = [
        pa.array(posts[start : start + AT_ONCE]) for start in range(0, n_posts, AT_ONCE)
    ]
    # What was compiled is read once.
    StaticEncoder(embedding, drop_stop_words=True).encode(posts[:1])
    n_words = sum(len(post.split()) for post in different) / len(different)
    print(f"{n_posts} posts, {len(different)} different, {n_words:.1f} words each")
    start = time.process_time()
    encoder = StaticEncoder(embedding, drop_stop_words=True)
    given = [encoder.encode(part) for part in parts]
    tell("lasthope.embed", n_posts, start)
    start = time.process_time()
    for part in parts:
        encoder.encode(part)
    tell("the same, words known", n_posts, start)

    table = embedding.rows.astype("int64")
    start = time.process_time()
    read = [" ".join(content_words(post)) for post in posts[:AT_ONCE]]
    counts = count_tokens(read, embedding.tokenizer, len(table))
    slow = with_length(counts @ table, LENGTH)
    tell("tokenizers, text by text", len(read), start)
    print("the same vectors:", bool((slow == given[0]).all()))


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:4]))
