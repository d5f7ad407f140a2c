"""How fast copies are found, how many of those planted, and how many wrongly.

``python tests/benchmarks/copies.py [posts] [threshold]`` makes posts of an invented
vocabulary, writes them as shards, and finds their copies in a process of its own. It
prints CPU seconds (user and system, without imports), peak memory, and, from sets of
words made slowly by Python, recall and precision.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.copies import copies
from lasthope.copies.shards import Shard
from lasthope.copies.shingles import keys

SEED = 20210110
PER_SHARD = 100_000
N_TEMPLATES = 40
# Keys are random bits: to look for repeated values or to compress them is in vain.
PLAIN = {"compression": "none", "use_dictionary": False, "write_statistics": False}
SYLLABLES = ["ba", "ko", "li", "me", "nu", "ra", "si", "to", "vu", "zé", "dor", "fin"]


def posts(n_posts: int, rng: np.random.Generator) -> tuple[list[str], list[int]]:
    """Return texts and for each the number of the text it was made from, or its own.

    Three of a hundred are edits of an earlier post, eight exact copies, three welcomes.
    """
    vocabulary, weights = _vocabulary(rng)
    phrases = [" ".join(rng.choice(vocabulary, 3, p=weights)) for _ in range(3000)]
    templates = [
        " ".join(rng.choice(vocabulary, rng.integers(12, 30), p=weights))
        for _ in range(N_TEMPLATES)
    ]
    texts: list[str] = []
    sources: list[int] = []
    long: list[int] = []
    welcomed: dict[int, int] = {}
    kinds = rng.random(n_posts)
    lengths = np.minimum(rng.lognormal(2.7, 0.9, n_posts).astype(int) + 1, 300)
    words = rng.choice(vocabulary, int(lengths.sum()), p=weights).tolist()
    at = 0
    for number, (kind, length) in enumerate(zip(kinds, lengths.tolist(), strict=True)):
        source = number
        if kind < 0.03 and long:
            source = long[rng.integers(len(long))]
            text = _edited(texts[source], vocabulary, rng)
        elif kind < 0.11 and texts:
            source = int(len(texts) * rng.random() ** 3)
            text = texts[source]
        elif kind < 0.14:
            template = int(N_TEMPLATES * rng.random() ** 2)
            text = templates[template]
            if rng.random() < 0.3:
                text = f"@{rng.choice(vocabulary)} {text}"
            source = welcomed.setdefault(template, number)
        else:
            own = words[at : at + length]
            if length > 3 and rng.random() < 0.5:
                own[1] = phrases[rng.integers(len(phrases))]
            text = " ".join(own).capitalize() + ".!?…"[rng.integers(4)]
            if length > 16 and rng.random() < 0.05:
                long.append(number)
        at += length
        texts.append(text)
        sources.append(sources[source] if source < number else source)
    return texts, sources


def _vocabulary(rng: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """Return invented words and how frequent each is, after Zipf."""
    parts = rng.choice(SYLLABLES, (40_000, 4))
    n_parts = rng.integers(1, 5, len(parts))
    made = ("".join(part[:n]) for part, n in zip(parts, n_parts, strict=True))
    words = sorted(dict.fromkeys(made), key=lambda word: word.count("") // 3)
    weights = 1 / np.arange(3, len(words) + 3)
    return words, weights / weights.sum()


def _edited(text: str, vocabulary: list[str], rng: np.random.Generator) -> str:
    """Append a few words, shout, replace 5 % of the words or cut 10 % off."""
    kind, words = rng.random(), text.split()
    if kind < 0.3:
        return f"{text} {' '.join(vocabulary[n] for n in rng.integers(500, size=2))}"
    if kind < 0.55:
        return f"{text.upper()}!"
    if kind < 0.8:
        for _ in range(max(1, len(words) // 20)):
            words[rng.integers(len(words))] = vocabulary[rng.integers(500)]
        return " ".join(words)
    return " ".join(words[: len(words) - max(1, len(words) // 10)])


def write(folder: Path, texts: list[str], rng: np.random.Generator) -> list[int]:
    """Write the texts in random order, one file per shard; return their times."""
    seconds = rng.integers(10**8, size=len(texts))
    order = rng.permutation(len(texts))
    for start in range(0, len(texts), PER_SHARD):
        some = order[start : start + PER_SHARD]
        table = {
            "doc_id": [f"invented:{number:032x}" for number in some.tolist()],
            "created_at": pa.array(seconds[some], pa.timestamp("s")),
            "text": [texts[number] for number in some],
        }
        pq.write_table(pa.table(table), folder / f"documents-{start:09d}.parquet")
    return seconds.tolist()


def measure(folder: Path, threshold: float) -> dict[str, float]:
    """Find the copies in a folder, write them, and return what it took."""
    documents = sorted(folder.glob("documents-*.parquet"))
    shards = []
    before = peak()
    begin = sum(os.times()[:2])
    for path in documents:
        keys_path = path.with_name(path.name.replace("documents", "keys"))
        table = keys(pq.read_table(path, columns=["text"])["text"])
        pq.write_table(table, keys_path, **PLAIN)
        shards.append(Shard(str(path), str(keys_path)))
    middle = sum(os.times()[:2])
    keys_peak = peak()
    found = copies(shards, threshold=threshold)
    end = sum(os.times()[:2])
    pq.write_table(found, folder / "found.parquet")
    return {
        "keys CPU s": middle - begin,
        "copies CPU s": end - middle,
        "MB before": before,
        "peak MB, keys": keys_peak,
        "peak MB, copies": peak(),
    }


def peak() -> float:
    """Return the most memory this process has held, in MB (Linux).

    ``getrusage`` would count what the process that started this one held.
    """
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the word 3-grams of a text, slowly."""
    words = re.findall(r"\w+(?:'\w+)*", text.casefold().replace("’", "'"))
    return set(zip(words, words[1:], words[2:], strict=False))


def jaccard(one: str, other: str) -> float:
    """Return the similarity of two texts; 1 if equal but for case and white space."""
    if one.casefold().split() == other.casefold().split():
        return 1.0
    left, right = shingles(one), shingles(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def judge(
    texts: list[str],
    sources: list[int],
    times: list[int],
    found: pa.Table,
    threshold: float,
) -> dict[str, float]:
    """Return recall over planted near copies and precision over found ones.

    A planted near copy should be in a group if a leader before it that has the same
    source is similar enough; it is missed if it leads itself or has a later leader.
    Copies of the same source that are less similar to their leader than the threshold
    rightly stay apart.
    """
    first = list(range(len(texts)))
    for doc_id, copy_of in zip(*found.select([0, 1]).to_pydict().values(), strict=True):
        if copy_of:
            first[_number(doc_id)] = _number(copy_of)
    families: dict[int, list[int]] = {}
    for number in sorted(range(len(texts)), key=lambda n: (times[n], n)):
        families.setdefault(sources[number], []).append(number)
    n_planted = n_due = n_missed = 0
    for family in families.values():
        leaders: list[int] = []
        for number in family:
            values = [jaccard(texts[leader], texts[number]) for leader in leaders]
            if 1 not in values:
                n_planted += number != sources[number]
                due = [v >= threshold for v in values]
                n_due += any(due)
                lead = leaders[due.index(True)] if any(due) else number
                n_missed += (times[first[number]], first[number]) > (times[lead], lead)
            if first[number] == number:
                leaders.append(number)
    near = [
        value
        for number, root in enumerate(first)
        if (value := jaccard(texts[root], texts[number])) < 1
    ]
    members: dict[int, set[int]] = {}
    for doc_id in found["doc_id"].to_pylist():
        number = _number(doc_id)
        members.setdefault(first[number], set()).add(sources[number])
    n_mixed = sum(len(several) > 1 for several in members.values())
    return {
        "planted near copies": n_planted,
        "similar to a leader of their source": n_due,
        "recall of these": 1 - n_missed / n_due,
        "found near copies": len(near),
        "precision": sum(value >= threshold for value in near) / len(near),
        "groups": len(members),
        "share of groups with several sources": n_mixed / len(members),
    }


def _number(doc_id: str) -> int:
    return int(doc_id.rpartition(":")[2], 16)


def main(n_posts: int = 200_000, threshold: float = 0.6) -> None:
    """Make posts, measure in a process of its own, judge, print."""
    rng = np.random.default_rng(SEED)
    texts, sources = posts(n_posts, rng)
    with tempfile.TemporaryDirectory() as folder:
        times = write(Path(folder), texts, rng)
        command = [sys.executable, __file__, "measure", folder, str(threshold)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        measured = json.loads(done.stdout)
        found = pq.read_table(Path(folder) / "found.parquet")
    cpu = measured["keys CPU s"] + measured["copies CPU s"]
    mean = sum(map(len, texts)) / n_posts
    lines = {"posts": n_posts, "characters a post": mean, "threshold": threshold}
    lines |= measured | {"posts per CPU second": n_posts / cpu}
    lines |= judge(texts, sources, times, found, threshold)
    for name, value in lines.items():
        print(f"{name:>38}  {value:,.4f}".rstrip("0").rstrip("."))


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measure(Path(sys.argv[2]), float(sys.argv[3]))))
    else:
        arguments = sys.argv[1:]
        main(*map(int, arguments[:1]), *map(float, arguments[1:]))
