"""Archives of several formats, from the files on disk to the report."""

import gzip
import json
import math
import re
import subprocess
import sys

import pandas as pd
import pytest
import yaml

from checkout import ROOT, copy_checkout, snakemake

RESULTS = "results/mixed"
HANDLE = "secret_handle_77"
MEMBERS = [f"writer_{number:02d}" for number in range(30)]
PAGE = """<html><body><article><h1>Harbour news</h1>
<p>The harbour of Tarnby was closed on Monday, and nobody was told before noon. Boats
waited outside until the evening, when the wind turned and the gates were opened.</p>
</article></body></html>"""
CASE = {
    "case": "mixed",
    "other_sides": ["users"],
    "ingest": {
        "shard_bytes": 1000,
        "archives": {
            "dump": {
                "files": ["mine/dump-*.ndjson*"],
                "reader": "parler_json",
                "side": "users",
            },
            "table": {
                "files": ["mine/table.tsv"],
                "reader": "csv",
                "side": "users",
                "options": {
                    "columns": {"text": 1, "author": 0},
                    "delimiter": "\t",
                    "header": False,
                    "encoding": "utf-8",
                },
            },
            "notes": {
                "files": ["mine/notes.md"],
                "reader": "text",
                "side": "media",
                "kind": "article",
                "is_public": True,
                "options": {"whole": False, "encoding": "utf-8"},
            },
            "page": {
                "files": ["mine/page.html"],
                "reader": "news",
                "side": "media",
                "kind": "article",
                "is_public": True,
            },
        },
    },
    "topics": {"n_topics": 3, "n_starts": 2, "n_refits": 2},
    # They show nothing of a person, nor what others do not show of these archives.
    "figures": dict.fromkeys(("devices", "topics_grid", "reliability", "accuracy")),
}


def post(number, **more):
    author = MEMBERS[number % len(MEMBERS)]
    return {
        "id": f"{number:032x}",
        "body": f"Censorship of boat number {number} &amp; its crew, says @{HANDLE}.",
        "createdAt": f"202101{1 + number % 28:02d}120000",
        "username": author,
        "datatype": "posts",
        **more,
    }


def write_archives(folder):
    """Write 62 lines in two files, 3 rows, 2 paragraphs and a page."""
    folder.mkdir()
    first = [json.dumps(post(number)) for number in range(50)]
    first += ['{"id": "torn", "body": "half a li', json.dumps(post(50, body=""))]
    second = [json.dumps(post(number)) for number in range(51, 61)]
    (folder / "dump-1.ndjson").write_text("\n".join(first) + "\n", encoding="utf-8")
    with gzip.open(folder / "dump-2.ndjson.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(second) + "\n")
    rows = [f"{HANDLE}\tThe elite silenced us on day {day}." for day in range(3)]
    (folder / "table.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    notes = "Free speech was the word of the day.\n\nNobody asked the harbour.\n"
    (folder / "notes.md").write_text(notes, encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """A copy of the checkout in which the mixed case has run."""
    folder = copy_checkout(tmp_path_factory.mktemp("mixed") / "checkout")
    write_archives(folder / "mine")
    (folder / "mixed.yaml").write_text(yaml.safe_dump(CASE), encoding="utf-8")
    done = snakemake(folder, "--configfile", "mixed.yaml")
    assert done.returncode == 0, done.stdout
    return folder


def test_every_record_is_accounted_for(mixed):
    account = pd.read_csv(mixed / RESULTS / "ingest/account.csv", index_col="source")
    told = {
        (source, row["outcome"]): row["n_records"] for source, row in account.iterrows()
    }
    assert told == {
        ("dump", "read"): 62, ("dump", "kept"): 60,
        ("dump", "dropped"): 1, ("dump", "quarantined"): 1,
        ("table", "read"): 3, ("table", "kept"): 3,
        ("notes", "read"): 2, ("notes", "kept"): 2,
        ("page", "read"): 1, ("page", "kept"): 1,
        ("parler-2021", "read"): 12, ("parler-2021", "kept"): 9,
        ("parler-2021", "dropped"): 3,
    }  # fmt: skip
    files = pd.read_csv(mixed / RESULTS / "ingest/files.csv")
    assert files["shard"].nunique() == 6
    flow = pd.read_csv(mixed / RESULTS / "clean/flow.csv")
    analysed = flow[flow["stage"].eq("analysed") & flow["reason"].isna()]
    documents = pd.read_parquet(mixed / RESULTS / "clean/documents.parquet")
    assert analysed["n_records"].sum() == len(documents)


def test_the_raw_bytes_of_a_document_are_shown(mixed):
    def show(doc_id):
        command = [sys.executable, "workflow/tools/show.py", doc_id, "mixed.yaml"]
        return subprocess.run(command, cwd=mixed, capture_output=True, check=False)

    packed = show(f"dump:{55:032x}")
    assert json.loads(packed.stdout) == post(55)
    assert b"Tarnby" in show(ids(mixed, "page")[0]).stdout
    assert show(ids(mixed, "table")[0]).stdout.startswith(HANDLE.encode())
    assert b"They will NOT win!" in show("parler-2021:matze-last-hope").stdout
    unknown = show("dump:none")
    assert unknown.returncode != 0
    assert b"no document of the case mixed is called 'dump:none'" in unknown.stderr


def ids(folder, source):
    documents = pd.read_parquet(folder / RESULTS / "clean/documents.parquet")
    return documents.loc[documents["source"].eq(source), "doc_id"].tolist()


def test_no_private_name_goes_beyond_the_raw_table(mixed):
    names = re.compile("|".join([HANDLE, *MEMBERS]).encode())
    for path in (mixed / RESULTS).rglob("*"):
        is_raw = path.parent.parent.name == "ingest"
        if not path.is_file() or is_raw:
            continue
        if path.suffix == ".parquet":
            content = pd.read_parquet(path).to_csv().encode()
        else:
            content = path.read_bytes()
        assert not names.search(content), path
    raw = pd.read_parquet(mixed / RESULTS / "ingest/dump-0000/documents.parquet")
    assert raw["text"].str.contains(HANDLE).all()
    assert raw["author"].str.fullmatch(r"p-[0-9a-f]{16}").all()
    assert raw["author"].nunique() == len(MEMBERS)
    documents = pd.read_parquet(mixed / RESULTS / "clean/documents.parquet")
    assert documents["text"].str.contains(r"\[name\]").sum() == 60


def test_with_another_key_posts_are_read_again_and_statements_are_not(mixed):
    plan = ["--configfile", "mixed.yaml", "--dry-run", "--quiet", "host"]
    key = "another key of another machine"
    same = snakemake(mixed, *plan)
    assert "Nothing to be done" in same.stdout
    again = snakemake(mixed, *plan, LASTHOPE_KEY=key).stdout
    shards = set(re.findall(r"wildcards: shard=(\S+)", again))
    assert {name.rpartition("-")[0] for name in shards} == set(
        CASE["ingest"]["archives"]
    )


def test_another_key_changes_nothing_that_is_published(mixed, tmp_path):
    """Pseudonyms are others on another machine; the numbers are not."""
    other = copy_checkout(tmp_path / "other")
    write_archives(other / "mine")
    (other / "mixed.yaml").write_text(yaml.safe_dump(CASE), encoding="utf-8")
    key = "another key of another machine"
    done = snakemake(other, "--configfile", "mixed.yaml", LASTHOPE_KEY=key)
    assert done.returncode == 0, done.stdout
    for folder in (mixed, other):
        publish = [sys.executable, "workflow/tools/publish.py", "mixed", "mixed.yaml"]
        subprocess.run(publish, cwd=folder, check=True, capture_output=True)
    published = {
        folder: {
            path.relative_to(folder / "results/reference/mixed"): path.read_bytes()
            for path in (folder / "results/reference/mixed").rglob("*")
            if path.is_file()
        }
        for folder in (mixed, other)
    }
    names = {path.as_posix() for path in published[mixed]}
    assert "compare/comparison.csv" in names
    assert not any(name.endswith(".parquet") for name in names)
    assert published[mixed] == published[other]


def test_a_wrong_option_of_a_reader_is_told_before_anything_runs(checkout):
    case = {"ingest": {"archives": {"x": {**CASE["ingest"]["archives"]["table"]}}}}
    case["ingest"]["archives"]["x"]["files"] = ["README.md"]
    case["ingest"]["archives"]["x"]["options"] = {"column": {"text": 1}}
    (checkout / "x.yaml").write_text(yaml.safe_dump(case), encoding="utf-8")
    done = snakemake(checkout, "--configfile", "x.yaml", "--dry-run")
    assert done.returncode != 0
    told = " ".join(done.stdout.split())
    assert "the reader csv takes no 'column'; perhaps 'columns' was meant" in told


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """A copy of the checkout in which the practice case has run."""
    folder = copy_checkout(tmp_path_factory.mktemp("practice") / "checkout")
    done = snakemake(folder, "--configfile", "config/cases/practice.yaml")
    assert done.returncode == 0, done.stdout
    return folder


def log_odds(share):
    return math.log(share / (1 - share))


def test_the_planted_truth_lies_in_most_intervals(practice):
    """Intervals of 95 % hold it in most cases, not in all."""
    truth = pd.read_csv(ROOT / "data/practice/truth.csv").query("facet != 'topic'")
    comparison = pd.read_csv(practice / "results/practice/compare/comparison.csv")
    # A word may have a category's name.
    comparison = comparison[comparison["facet"].ne("word")]
    shares = comparison[comparison["measure"].eq("share")]
    differences = comparison[comparison["measure"].eq("difference")]
    ratios = comparison[comparison["measure"].eq("log_odds")]
    held = []
    for row in truth.itertuples():
        rows = shares[shares["name"].eq(row.name)].set_index("side_a")
        for side, true in (("platform", row.platform), ("provider", row.provider)):
            held.append(rows.loc[side, "low"] <= true <= rows.loc[side, "high"])
        [between] = differences[differences["name"].eq(row.name)].itertuples()
        held.append(between.low <= row.difference <= between.high)
        [ratio] = ratios[ratios["name"].eq(row.name)].itertuples()
        planted = log_odds(row.platform) - log_odds(row.provider)
        held.append(ratio.low <= planted <= ratio.high)
    assert len(held) == 36
    assert sum(held) >= 32
    of_codebook = differences[differences["facet"].isin(["frame", "device"])]
    assert set(of_codebook["status"]) == {"exploratory"}


def test_what_is_made_up_says_so(practice):
    results = practice / "results/practice"
    assert "Synthetic data" in (results / "report/report.html").read_text("utf-8")
    assert "Synthetic data" in (results / "report/summary.txt").read_text("utf-8")
    for words in (results / "figures").glob("*.json"):
        told = json.loads(words.read_text("utf-8"))
        assert all("ynthetic data" in text for text in told.values()), words
    documents = pd.read_parquet(results / "clean/documents.parquet")
    assert documents["doc_id"].str.startswith("synthetic-").all()
