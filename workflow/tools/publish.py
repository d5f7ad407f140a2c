"""Publish the results of a case as what later runs must equal.

``python workflow/tools/publish.py CASE [CONFIGFILE ...]`` copies from results/CASE to
results/reference/CASE what the workflow makes and holds no private person's words.
"""

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.verify import NO_RESULT, is_published


def made(overlays: Iterable[str]) -> set[Path]:
    """Return the files that the workflow makes; others lie there from earlier days."""
    command = [sys.executable, "-m", "snakemake", "--summary"]
    for overlay in overlays:
        command += ["--configfile", overlay]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    rows = csv.DictReader(done.stdout.splitlines(), delimiter="\t")
    return {Path(row["output_file"]) for row in rows}


def publish(results: Path, reference: Path, files: set[Path], archives: object) -> int:
    """Copy what may be published, in place of what was; return the number of files."""
    if not results.is_dir():
        sys.exit(f"{results}: holds no results to publish; run the case first.")
    shutil.rmtree(reference, ignore_errors=True)
    n_files = 0
    for path in sorted(files):
        if not path.is_relative_to(results) or not path.is_file():
            continue
        name = path.relative_to(results)
        config = {"ingest": {"archives": archives}}
        if name.parts[0] not in NO_RESULT and is_published(name.as_posix(), config):
            (reference / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, reference / name)
            n_files += 1
    return n_files


if __name__ == "__main__":
    case, *overlays = sys.argv[1:]
    read = [yaml.safe_load(Path(path).read_text("utf-8")) for path in overlays]
    archives = [overlay.get("ingest", {}).get("archives") for overlay in read]
    n_published = publish(
        Path("results", case),
        Path("results/reference", case),
        made(overlays),
        any(archives),
    )
    print(f"{n_published} files of {case} published in results/reference/{case}")
