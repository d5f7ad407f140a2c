"""The case of the whole dump, on made files of the same form, with a known truth."""

import gzip
import json
import subprocess
import sys

import pandas as pd
import pytest
import yaml

from checkout import ROOT, copy_checkout, snakemake
from lasthope.copies import Shard, copies

RESULTS = "results/parler-dump"
SEEDS = {"a": 5, "b": 6}
MAX_DOCUMENTS = 400
# Drawn of other cases, too; each takes as long as all counting here.
NOT_DRAWN = (
    *("frames", "devices", "words", "topics", "topics_grid", "alignment"),
    *("cooccurrence", "statements", "timeline"),
)
BAD = [b'{"id": "torn", "body": "half a\n', b"[]\n", b'{"id": "x", "body": "\xff"}\n']


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """A copy of the checkout with two made files, one packed, and their truths."""
    folder = copy_checkout(tmp_path_factory.mktemp("dump") / "checkout")
    files = folder / "data/parler-dump"
    files.mkdir(parents=True)
    make = [sys.executable, str(ROOT / "tests/benchmarks/parler_posts.py"), "3000"]
    truths = []
    for name, seed in SEEDS.items():
        path = files / f"{name}.ndjson"
        subprocess.run([*make, str(path), f"--seed={seed}"], check=True)
        truths.append(json.loads((files / f"{name}.ndjson.truth.json").read_text()))
        (files / f"{name}.ndjson.truth.json").unlink()
    with (files / "a.ndjson").open("ab") as file:
        file.write(b"".join(BAD))
    (files / "b.ndjson.gz").write_bytes(
        gzip.compress((files / "b.ndjson").read_bytes())
    )
    (files / "b.ndjson").unlink()
    small = {
        "clean": {"max_documents": MAX_DOCUMENTS},
        "topics": {"n_topics": 3, "n_starts": 2, "n_refits": 2},
        "figures": dict.fromkeys(NOT_DRAWN),
    }
    (folder / "small.yaml").write_text(yaml.safe_dump(small), encoding="utf-8")
    overlays = ["config/cases/parler-dump.yaml", "small.yaml"]
    done = snakemake(folder, "--configfile", *overlays)
    assert done.returncode == 0, done.stdout
    return folder, truths


def test_the_account_is_the_planted_truth(dump):
    folder, truths = dump
    account = pd.read_csv(folder / RESULTS / "ingest/account.csv")
    found = account[account["source"].eq("parler-dump")].set_index("outcome")
    counts = found.groupby("outcome")["n_records"].sum()
    n_read = sum(truth["count"]["records"] for truth in truths) + len(BAD)
    assert counts["read"] == n_read
    assert counts["kept"] == sum(truth["count"]["kept"] for truth in truths)
    n_bad = sum(sum(truth["bad"].values()) for truth in truths) + len(BAD)
    assert counts["quarantined"] == n_bad
    dropped = found.loc["dropped"].set_index("reason")["n_records"]
    assert dropped["no text"] == sum(truth["count"]["no text"] for truth in truths)


def test_planted_copies_are_found(dump):
    """Each pair shares a group: exact ones all, near ones but for a few."""
    folder, truths = dump
    shards = sorted((folder / RESULTS / "clean").glob("parler-dump-*"))
    tables = [
        Shard(str(path / "documents.parquet"), str(path / "keys.parquet"))
        for path in shards
    ]
    found = copies(tables, threshold=0.6).to_pandas()
    first = found["copy_of"].fillna(found["doc_id"])
    group = dict(zip(found["doc_id"], first, strict=True))

    def share(kind):
        pairs = [pair for truth in truths for pair in truth[kind]]
        together = [
            group.get(f"parler-dump:{a}", a) == group.get(f"parler-dump:{b}", b)
            for a, b in pairs
        ]
        assert len(pairs) > 50
        return sum(together) / len(together)

    assert share("exact_copies") == 1
    assert share("near_copies") >= 0.9


def test_a_sample_is_analysed_and_the_rest_is_counted(dump):
    folder, truths = dump
    documents = pd.read_parquet(folder / RESULTS / "clean/documents.parquet")
    assert documents["source"].eq("parler-dump").sum() == MAX_DOCUMENTS
    assert documents["kind"].eq("statement").sum() == 9
    flow = pd.read_csv(folder / RESULTS / "clean/flow.csv")
    of_dump = flow[flow["source"].eq("parler-dump")]
    remain = of_dump[of_dump["reason"].isna()].set_index("stage")["n_records"]
    removed = of_dump[of_dump["reason"].notna()].groupby("stage")["n_records"].sum()
    assert remain["read"] - removed["read"] == remain["ingested"]
    assert remain["ingested"] - removed["ingested"] == remain["analysed"]
    assert remain["analysed"] == MAX_DOCUMENTS
    n_read = sum(truth["count"]["records"] for truth in truths) + len(BAD)
    assert remain["read"] == n_read
