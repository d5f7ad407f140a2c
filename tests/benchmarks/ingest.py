"""Measure how fast the Parler dump is read, against what others would use.

``python tests/benchmarks/ingest.py [FILE] [--posts N] [--engines NAME ...]`` makes FILE
if it is not there (in a temporary folder if none is given), has every engine turn it
into a Parquet file with ids, texts, hashes, pseudonyms and times, each in a process of
its own, checks what came out against the truth, and prints one table. CPU seconds are
user and system time of the process without imports.

Libraries that cannot read past a bad line are given the file without bad lines.
"""

import argparse
import hmac
import importlib.util
import io
import json
import resource
import subprocess
import sys
import tempfile
from binascii import unhexlify
from collections.abc import Callable, Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "workflow")]
KEY = b"0" * 32
KEYS = ("id", "body", "createdAt", "username")
# Rows that the other engines hold at once.
BATCH = 50_000


class Outcome(NamedTuple):
    """What an engine made of a file."""

    n_kept: int
    n_distinct: int


def lasthope(path: Path, out: Path) -> Callable[[], Outcome]:
    """Read as the pipeline does, and mark exact copies."""
    import numpy as np
    import pyarrow as pa

    from lasthope.ingest import parler_json
    from lasthope.ingest.columns import SCHEMA, Columns, Source
    from lasthope.ingest.digests import MANY, hex_digests
    from lasthope.ingest.reading import About
    from lasthope.people import Pseudonyms
    from lasthope.streaming import READ, write_parts

    source = Source("parler", "users", "post", None, None, None, False, None)
    hashes: list[np.ndarray] = []
    # What is compiled is made or loaded now: like imports, once for each process.
    list(parler_json.read(io.BytesIO(b"{}"), About("parler")))
    hex_digests(pa.array([""] * MANY))

    def first_64_bits(digests: pa.StringArray) -> np.ndarray:
        content = np.frombuffer(digests.buffers()[2], "S64")[digests.offset :]
        return np.frombuffer(unhexlify(content[: len(digests)].tobytes()), "<u8")[::4]

    def parts() -> Iterator[pa.Table]:
        columns = Columns(source, Pseudonyms(KEY))
        with path.open("rb") as file:
            for block in parler_json.read(file, About("parler")):
                part, _ = columns.complete(
                    block.found, file_sha256="0" * 64, file_number=0
                )
                hashes.append(first_64_bits(part["text_sha256"].chunk(0)))
                yield part

    def run() -> Outcome:
        n_kept = write_parts(str(out), parts(), SCHEMA, **READ)
        known = np.concatenate(hashes)
        order = np.argsort(known)
        is_copy = np.zeros(n_kept, bool)
        is_copy[order[1:]] = known[order[1:]] == known[order[:-1]]
        return Outcome(n_kept, n_kept - int(is_copy.sum()))

    return run


def pandas(path: Path, out: Path) -> Callable[[], Outcome]:
    """Read with pandas.read_json, in chunks."""
    import pandas as pd

    def batches() -> Iterator[list[list[Any]]]:
        kinds = dict.fromkeys(KEYS, str)
        with pd.read_json(path, lines=True, chunksize=BATCH, dtype=kinds) as reader:
            for table in reader:
                yield [table[key].tolist() for key in KEYS]

    return lambda: written(batches(), out)


def arrow(path: Path, out: Path) -> Callable[[], Outcome]:
    """Read with pyarrow.json, streaming."""
    import pyarrow as pa
    import pyarrow.json as pj

    def batches() -> Iterator[list[list[Any]]]:
        options = pj.ParseOptions(
            explicit_schema=pa.schema((key, pa.string()) for key in KEYS),
            unexpected_field_behavior="ignore",
        )
        blocks = pj.ReadOptions(block_size=16 << 20, use_threads=False)
        with pj.open_json(path, read_options=blocks, parse_options=options) as reader:
            for batch in reader:
                yield [batch.column(key).to_pylist() for key in KEYS]

    return lambda: written(batches(), out)


def by_line(loads: Callable[[bytes], Any]) -> Callable[[Path, Path], Any]:
    """Return an engine that decodes line by line."""

    def engine(path: Path, out: Path) -> Callable[[], Outcome]:
        def batches() -> Iterator[list[list[Any]]]:
            rows: list[list[Any]] = []
            with path.open("rb") as file:
                for line in file:
                    post = loads(line)
                    rows.append([post.get(key) for key in KEYS])
                    if len(rows) == BATCH:
                        yield [*map(list, zip(*rows, strict=True))]
                        rows = []
            if rows:
                yield [*map(list, zip(*rows, strict=True))]

        return lambda: written(batches(), out)

    return engine


def orjson(path: Path, out: Path) -> Callable[[], Outcome]:
    """Read with orjson."""
    import orjson as library

    return by_line(library.loads)(path, out)


def polars(path: Path, out: Path) -> Callable[[], Outcome]:
    """Read with polars, which holds the whole file."""
    import polars as pl

    def batches() -> Iterator[list[list[Any]]]:
        schema = dict.fromkeys(KEYS, pl.String)
        table = pl.scan_ndjson(path, schema=schema).collect()
        for part in table.iter_slices(BATCH):
            yield [part[key].to_list() for key in KEYS]

    return lambda: written(batches(), out)


def duckdb(path: Path, out: Path) -> Callable[[], Outcome]:
    """Read with DuckDB."""
    import duckdb as library

    def batches() -> Iterator[list[list[Any]]]:
        columns = ", ".join(f"{key}: 'VARCHAR'" for key in KEYS)
        rows = library.connect().execute(
            f"select * from read_json('{path}', format = 'newline_delimited', "
            f"columns = {{{columns}}})"
        )
        while batch := rows.fetchmany(BATCH):
            yield [*map(list, zip(*batch, strict=True))]

    return lambda: written(batches(), out)


def written(batches: Iterator[list[list[Any]]], out: Path) -> Outcome:
    """Normalise and write what another engine has decoded, as one would by hand."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    ids: set[str] = set()
    texts: set[bytes] = set()
    names: dict[str, str] = {}
    n_kept, writer = 0, None
    for batch in batches:
        rows = []
        for own_id, body, created, name in zip(*batch, strict=True):
            text = unescape(body) if "&" in body else body
            if own_id in ids or not text.strip():
                continue
            ids.add(own_id)
            digest = sha256(text.encode())
            texts.add(digest.digest()[:16])
            if name not in names:
                names[name] = hmac.digest(KEY, name.encode(), "sha256").hex()[:16]
            rows.append((own_id, text, digest.hexdigest(), created, names[name]))
        names_of = ["doc_id", "text", "text_sha256", "created_at", "author"]
        table = pa.table([*map(list, zip(*rows, strict=True))], names=names_of)
        created_at = pc.strptime(table["created_at"], format="%Y%m%d%H%M%S", unit="s")
        table = table.set_column(3, "created_at", created_at)
        writer = writer or pq.ParquetWriter(out, table.schema, compression="zstd")
        writer.write_table(table)
        n_kept += len(rows)
    if writer:
        writer.close()
    return Outcome(n_kept, len(texts))


ENGINES = {
    engine.__name__: engine
    for engine in (lasthope, pandas, arrow, orjson, polars, duckdb)
}
LIBRARIES = {"arrow": "pyarrow"}


def measured(name: str, path: Path, out: Path) -> dict[str, float]:
    """Run one engine in this process."""
    run = ENGINES[name](path, out)
    before = resource.getrusage(resource.RUSAGE_SELF)
    outcome = run()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return outcome._asdict() | {
        "cpu_s": after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime,
        # Kilobytes, but on macOS bytes.
        "peak": after.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }


def without_bad_lines(path: Path) -> Path:
    """Write beside a file the lines that every engine can read."""
    clean = path.with_suffix(".clean.ndjson")
    if not clean.exists() or clean.stat().st_mtime < path.stat().st_mtime:
        with path.open("rb") as file, clean.open("wb") as good:
            good.writelines(line for line in file if is_harmless(line))
    return clean


def is_harmless(line: bytes) -> bool:
    """Tell whether a line is none of those that the generator has made odd."""
    odd = (rb"\ud83d", b"[" * 100)
    is_post = line.startswith(b'{"id":"') and len(line) > 500
    return is_post and is_utf8(line) and not any(part in line for part in odd)


def is_utf8(line: bytes) -> bool:
    """Tell whether a line is UTF-8."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def compare(path: Path, names: list[str]) -> None:
    """Run engines one after the other and print what they took."""
    truth = json.loads(Path(f"{path}.truth.json").read_text(encoding="utf-8"))
    n_records = truth["count"]["records"]
    print(f"{'engine':<10}{'CPU s':>8}{'posts/CPU s':>13}{'peak MB':>9}  truth")
    for name in names:
        file = path if name == "lasthope" else without_bad_lines(path)
        # None of the lines with a lone surrogate is in the file of the others.
        lost = 0 if name == "lasthope" else truth["count"].get("surrogates", 0)
        command = [sys.executable, __file__, str(file), "--run", name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        is_true = found["n_kept"] == truth["count"]["kept"] - lost and (
            lost > 0 or found["n_distinct"] == truth["distinct_texts"]
        )
        print(
            f"{name:<10}{found['cpu_s']:>8.2f}{n_records / found['cpu_s']:>13,.0f}"
            f"{found['peak'] / 1e6:>9,.0f}  {'holds' if is_true else found}"
        )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--engines", nargs="*", choices=[*ENGINES])
    parser.add_argument("--run", choices=[*ENGINES], help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.run:
            print(json.dumps(measured(given.run, given.file, Path(folder, "out"))))
            return
        path = given.file or Path(folder, "posts.ndjson")
        if not path.exists():
            make = Path(__file__).with_name("parler_posts.py")
            subprocess.run([sys.executable, make, str(given.posts), path], check=True)
        installed = [
            name
            for name in ENGINES
            if importlib.util.find_spec(LIBRARIES.get(name, name))
        ]
        compare(path, given.engines or installed)


if __name__ == "__main__":
    main()
