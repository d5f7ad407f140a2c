"""The posts of Parler that people rated for hate speech.

Israeli, A. and Tsur, O. (2022). Free speech or Free Hate Speech? Analyzing the
Proliferation of Hate Speech in Parler. WOAH, 109-121. Each post has a mean rating, from
1 (not hateful) to 5 (extremely); from 3 on a post counts as hate speech, as there.
Authors are not known, so that near copies are held out together, and no more.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from lasthope.classifier.groups import Groups, copies
from lasthope.classifier.lesson import Lesson
from lasthope.classifier.training import Trained, train
from lasthope.copies import Shard
from lasthope.copies import copies as near_copies
from lasthope.copies.shingles import keys
from lasthope.embed import Embedding
from lasthope.errors import UserError
from lasthope.ingest.mojibake import mended
from lasthope.validation import read_utf8

TASK = "parler-hate-speech"
COLUMNS = {"id", "text", "label_mean"}
HATE, FROM = "hate speech", 3.0
# Least similarity of near copies, as in the configuration that ships.
SIMILARITY = 0.6
PRECISION, MIN_POSITIVES = 0.8, 30


class Post(NamedTuple):
    """A rated post."""

    id: str
    text: str
    is_hate: bool


def read(path: str) -> list[Post]:
    """Return the posts of the published file, each id once, mended where misread.

    Raises:
        UserError: if it is another file.
    """
    read_utf8(path)
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise _other(path, str(error)) from error
    lacking = sorted(COLUMNS - set(table.columns))
    if lacking:
        raise _other(path, f"the column {lacking[0]!r} is missing")
    ratings = pd.to_numeric(table["label_mean"], errors="coerce")
    for row in np.flatnonzero(ratings.isna()).tolist():
        raise _other(path, f"record {row + 1} has no rating")
    told = table.assign(is_hate=ratings.ge(FROM)).drop_duplicates("id")
    columns = zip(told["id"], told["text"], told["is_hate"], strict=True)
    return [
        Post(name, mended(text)[0], bool(is_hate)) for name, text, is_hate in columns
    ]


def learned(posts: list[Post], embedding: Embedding) -> Trained:
    """Return the classifier of hate speech with what it says of held-out posts.

    Args:
        posts: the rated posts.
        embedding: vectors of words.

    Raises:
        UserError: if they are too few.
    """
    texts = [post.text for post in posts]
    labels = np.array([[post.is_hate] for post in posts], dtype=np.int64)
    first = _first_of_copies(posts)
    lesson = Lesson(
        [post.id for post in posts],
        texts,
        [HATE],
        labels,
        np.ones(len(posts)),
        [HATE],
        # There are no rules of it.
        np.zeros((len(posts), 1), dtype=bool),
        Groups(first, np.stack([first, copies(texts)], axis=1)),
    )
    return train(
        lesson,
        embedding,
        lambda ngrams, _: ngrams,
        precision=PRECISION,
        min_positives=MIN_POSITIVES,
    )


def _first_of_copies(posts: list[Post]) -> np.ndarray:
    """Return a number per post, the same for near copies."""
    ids = [post.id for post in posts]
    texts = pa.array([post.text for post in posts], pa.string())
    moments = pa.nulls(len(posts), pa.timestamp("us", "UTC"))
    table = pa.table({"doc_id": ids, "created_at": moments, "text": texts})
    shard = Shard(table, keys(texts))
    found = near_copies([shard], threshold=SIMILARITY).to_pandas()
    leader = found.set_index("doc_id")["copy_of"].dropna().to_dict()
    firsts = pd.Series([leader.get(name, name) for name in ids])
    return firsts.factorize()[0].astype(np.int64)


def _other(path: str, reason: str) -> UserError:
    return UserError(
        f"{path}: this is no file of {TASK} ({reason}); give the CSV file as it was "
        "published."
    )
