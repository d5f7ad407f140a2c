"""What is published of a case, and what is not."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "workflow/tools/publish.py"
PUBLIC = [
    "ingest/account.csv",
    "clean/flow.csv",
    "tags/categories.csv",
    "topics/topics.csv",
    "compare/comparison.csv",
    "figures/frames.svg",
    "report/report.html",
]
ROWS = [
    "ingest/files.csv",
    "ingest/quarantine.csv",
    "ingest/posts-0000/documents.parquet",
    "ingest/posts-0000/account.csv",
    "clean/documents.parquet",
    "clean/posts-0000/keys.parquet",
    "units/units.parquet",
    "tags/tags.parquet",
    "tags/tags.csv",
    "embed/vectors.parquet",
    "topics/unit_topics.parquet",
    "topics/representatives.csv",
    "topics/model/topics.json",
]
OVERLAYS = {
    "archives.yaml": "ingest: {archives: {posts: {}}}",
    "empty.yaml": "ingest: {archives: {}}",
    "other.yaml": "case: other",
}


@pytest.fixture
def case(tmp_path):
    """A finished case, an older one published, and another case beside them.

    In the results lies a file, too, that no rule makes any more.
    """
    made = [*PUBLIC, *ROWS, "verify/verify.json"]
    files = [f"results/my-case/{name}" for name in made]
    snakefile = f"rule all:\n    input: {files}\nrule made:\n    output: {files}\n"
    (tmp_path / "Snakefile").write_text(snakefile)
    for name in (*made, "figures/stale.svg"):
        path = tmp_path / "results/my-case" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    for name in ("my-case/old/removed.csv", "my-case/ingest/account.csv", "other/a"):
        path = tmp_path / "results/reference" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"older")
    for name, text in OVERLAYS.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def publish(folder, *overlays):
    """Run the tool as make does; return what is published then."""
    done = subprocess.run(
        [sys.executable, str(TOOL), "my-case", *overlays],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    reference = folder / "results/reference"
    published = {
        path.relative_to(reference / "my-case").as_posix(): path.read_bytes().decode()
        for path in (reference / "my-case").rglob("*")
        if path.is_file()
    }
    assert (reference / "other/a").read_bytes() == b"older"
    assert done.stdout == (
        f"{len(published)} files of my-case published in results/reference/my-case\n"
    )
    return published


@pytest.mark.parametrize("overlays", [[], ["empty.yaml"], ["other.yaml"]])
def test_without_archives_all_results_are_published(case, overlays):
    expected = {name: name for name in (*PUBLIC, *ROWS)}
    assert publish(case, *overlays) == expected


@pytest.mark.parametrize(
    "overlays", [["archives.yaml"], ["archives.yaml", "other.yaml"]]
)
def test_rows_of_archives_stay_here(case, overlays):
    assert publish(case, *overlays) == {name: name for name in PUBLIC}
