"""How fast posts are tagged, beside what others would use, and how rightly.

``python tests/benchmarks/tagging.py ARCHIVE [--posts N] [--slow N]`` reads posts of a
mirror of the registered archives (parler-zenodo-sample, trump-archive and
parler-hate-speech). It prints posts per CPU second, without imports, of

- the automaton and the patterns tried one by one, with the codebook that ships;
- the same with 1,000 entries, which are patterns of that codebook without any sign,
  and of what is installed of polars, pyahocorasick and ``re``: the first two look for
  entries in lower case between spaces in posts in which a space stands for every sign;
  ``re`` has an alternation per category.

Precision and recall are of pairs of a post and a category, against patterns tried one
by one; of the automaton also of every match, with its place and whether it is negated.
Those that are slow get fewer posts. Last comes the peak memory of tagging a million
posts in parts, in a process of its own.
"""

import argparse
import csv
import html
import importlib.util
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.classifier_files import rules_of
from lasthope.clauses import Negation
from lasthope.matching import PlainFinder
from lasthope.patterns import expand
from lasthope.streaming import arrow_schema, table_parts, write_parts
from lasthope.tagging.finder import CompiledFinder
from lasthope.tags import COLUMNS, Tagger, whole_documents

ROOT = Path(__file__).parents[2]
CODEBOOK = yaml.safe_load((ROOT / "config/codebook.yaml").read_text(encoding="utf-8"))
SETTINGS = rules_of(yaml.safe_load((ROOT / "config/config.yaml").read_text()))
NEGATION = Negation.of(SETTINGS["negators"], SETTINGS["negation_window"])
N_ENTRIES = 1000
MILLION = 1_000_000
Pairs = set[tuple[int, str]]


def posts(archive: Path) -> Iterator[str]:
    """Yield the posts of a mirror, as they are but for the marks of HTML."""
    csv.field_size_limit(sys.maxsize)
    columns = {"parler-zenodo-sample": "body", "parler-hate-speech": "text"}
    for source, column in columns.items():
        for path in sorted(archive.glob(f"{source}/*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                yield from (row[column] for row in csv.DictReader(file))
    for path in sorted(archive.glob("trump-archive/chunk_*.json")):
        for post in json.loads(path.read_text(encoding="utf-8")):
            yield html.unescape(re.sub(r"<[^>]+>", "", post.get("text") or ""))


def plain_entries() -> dict[str, Any]:
    """Return a codebook of patterns without signs, some of each category."""
    entries = sorted(
        {
            (category["id"], entry.lower())
            for category in CODEBOOK["categories"]
            for pattern in category["patterns"]
            for entry in expand(pattern)
            if re.fullmatch(r"[a-zA-Z0-9 ]+", entry)
        }
    )
    step = len(entries) / N_ENTRIES
    chosen = [entries[int(number * step)] for number in range(N_ENTRIES)]
    names = dict.fromkeys(name for name, _ in chosen)
    return {
        "categories": [
            {"id": name, "patterns": [e for n, e in chosen if n == name], "vetoes": []}
            for name in names
        ]
    }


def pairs_of(codebook: dict[str, Any], finder: Any, texts: pa.Array) -> Pairs:
    """Return which categories a finder of ours finds in which text."""
    names = sorted(category["id"] for category in codebook["categories"])
    rows = finder.find(texts).rows
    return {(text, names[number]) for text, number in rows[:, [0, 3]].tolist()}


def with_re(codebook: dict[str, Any]) -> Callable[[pa.Array], Pairs]:
    """Return an alternation per category."""
    regexes = {
        category["id"]: re.compile(
            rf"\b(?:{'|'.join(sorted(category['patterns'], key=len, reverse=True))})\b",
            re.IGNORECASE,
        )
        for category in codebook["categories"]
    }
    return lambda texts: {
        (number, name)
        for number, text in enumerate(texts.to_pylist())
        for name, regex in regexes.items()
        if regex.search(text)
    }


def with_ahocorasick(codebook: dict[str, Any]) -> Callable[[pa.Array], Pairs]:
    """Return pyahocorasick on posts whose signs are spaces."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for entry, names in _padded(codebook).items():
        automaton.add_word(entry, names)
    automaton.make_automaton()
    sign = re.compile(r"[^\w']+")
    return lambda texts: {
        (number, name)
        for number, text in enumerate(texts.to_pylist())
        for _, names in automaton.iter(f" {sign.sub(' ', text.lower())} ")
        for name in names
    }


def with_polars(codebook: dict[str, Any]) -> Callable[[pa.Array], Pairs]:
    """Return polars on posts whose signs are spaces."""
    import polars as pl

    entries = _padded(codebook)

    def find(texts: pa.Array) -> Pairs:
        column = pl.Series(texts).str.to_lowercase()
        padded = " " + column.str.replace_all(r"[^\w']+", " ") + " "
        found = padded.str.extract_many(list(entries), overlapping=True)
        return {
            (number, name)
            for number, matched in enumerate(found.to_list())
            for entry in matched
            for name in entries[entry]
        }

    return find


PEERS = {"polars": with_polars, "ahocorasick": with_ahocorasick, "re": with_re}


def _padded(codebook: dict[str, Any]) -> dict[str, list[str]]:
    """Return the entries between spaces, and the categories of each."""
    padded: dict[str, list[str]] = {}
    for category in codebook["categories"]:
        for entry in category["patterns"]:
            padded.setdefault(f" {entry} ", []).append(category["id"])
    return padded


def timed(find: Callable[[pa.Array], Any], texts: pa.Array) -> tuple[Any, float]:
    """Return what is found, and how many texts are searched in a CPU second."""
    find(texts.slice(0, 100))
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        found = find(texts)
        best = min(best, time.process_time() - start)
    return found, len(texts) / best


def told(name: str, speed: float, found: Pairs, truth: Pairs) -> None:
    """Print a line of the table."""
    right = len(found & truth)
    precision, recall = right / max(len(found), 1), right / max(len(truth), 1)
    print(f"{name:22}{speed:12,.0f}{precision:10.4f}{recall:9.4f}", flush=True)


def shipped(texts: pa.Array, n_slow: int) -> None:
    """Tag with the codebook that ships, and compare every match."""
    fast = CompiledFinder(CODEBOOK, NEGATION, SETTINGS["gap_words"])
    plain = PlainFinder(CODEBOOK, NEGATION, SETTINGS["gap_words"])
    n_patterns = sum(len(one["patterns"]) for one in CODEBOOK["categories"])
    print(f"the codebook that ships, {n_patterns} patterns{'':6}P        R")
    found, speed = timed(fast.find, texts)
    every = {tuple(row) for row in plain.find(texts).rows.tolist()}
    told("automaton", speed, {tuple(row) for row in found.rows.tolist()}, every)
    some = texts.slice(0, n_slow)
    told("patterns one by one", timed(plain.find, some)[1], every, every)


def thousand(texts: pa.Array, n_slow: int) -> None:
    """Tag with 1,000 entries, beside peers."""
    codebook = plain_entries()
    plain = PlainFinder(codebook, NEGATION, SETTINGS["gap_words"])
    fast = CompiledFinder(codebook, NEGATION, SETTINGS["gap_words"])
    truth = pairs_of(codebook, plain, texts)
    print(f"\n{N_ENTRIES} entries{'':29}P        R")
    _, speed = timed(fast.find, texts)
    told("automaton", speed, pairs_of(codebook, fast, texts), truth)
    some = texts.slice(0, n_slow)
    of_some = {(number, name) for number, name in truth if number < n_slow}
    told("patterns one by one", timed(plain.find, some)[1], of_some, of_some)
    for name, peer in PEERS.items():
        if importlib.util.find_spec(name):
            few = name == "re"
            found, speed = timed(peer(codebook), some if few else texts)
            told(name, speed, found, of_some if few else truth)


def memory(texts: Iterable[str]) -> None:
    """Tag a million posts in parts and print seconds and the peak of memory."""
    posts = list(texts)
    with tempfile.TemporaryDirectory() as folder:
        units = Path(folder, "units.parquet")
        with pq.ParquetWriter(units, arrow_schema("units")) as writer:
            for start in range(0, MILLION, len(posts)):
                writer.write_table(_units(posts[: MILLION - start], start))
        command = [sys.executable, __file__, "--tag", folder]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
    print(f"\n{told.stdout.strip()}")


def _units(posts: list[str], first: int) -> pa.Table:
    """Return a table of units, a post each."""
    ids = [f"d{number:08d}" for number in range(first, first + len(posts))]
    none = [0] * len(posts)
    return pa.table(
        {
            "unit_id": [f"{name}:0000" for name in ids],
            "doc_id": ids,
            "position": none,
            "sentence": none,
            "start": none,
            "end": [len(post) for post in posts],
            "text": posts,
            "voice": ["own"] * len(posts),
            "quoted_speaker": pa.nulls(len(posts), pa.string()),
        },
        schema=arrow_schema("units"),
    )


def tag_in_parts(folder: str) -> None:
    """Tag a table of units as the step does."""
    start = time.process_time()
    tagger = Tagger(CODEBOOK, {}, n_units=MILLION, **SETTINGS)
    units = whole_documents(table_parts(f"{folder}/units.parquet", COLUMNS))
    parts = (tagger.tag(part) for part in units)
    n_tags = write_parts(f"{folder}/tags.parquet", parts, arrow_schema("tags"))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"the whole step: {n_tags:,} tags of {MILLION:,} posts "
        f"in {seconds:.1f} CPU s, at most {peak:.2f} GB"
    )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--slow", type=int, default=5_000)
    parser.add_argument("--tag", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.tag:
        tag_in_parts(str(arguments.archive))
        return
    everything = [post for post in posts(arguments.archive) if post.strip()]
    # Of every source as much as it has of all.
    step = max(1.0, len(everything) / arguments.posts)
    n_posts = min(arguments.posts, len(everything))
    texts = pa.array([everything[int(number * step)] for number in range(n_posts)])
    n_bytes = sum(len(text.encode()) for text in texts.to_pylist())
    print(f"{len(texts):,} posts of {n_bytes / len(texts):.0f} bytes; posts per CPU s")
    shipped(texts, arguments.slow)
    thousand(texts, arguments.slow)
    memory(texts.to_pylist())


if __name__ == "__main__":
    main()
