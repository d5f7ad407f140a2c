"""Copy this checkout and run the case in the copy, as a person would."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What a run or a tool makes here, and is no part of a fresh clone.
MADE = (".venv*", ".git", ".snakemake", ".*_cache", ".hypothesis", "__pycache__")
MADE_AT_TOP = ("logs", "benchmarks", "data/archive")


def copy_checkout(to: Path) -> Path:
    """Copy the checkout without what runs have made in it, and return the copy."""
    shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*MADE))
    for name in MADE_AT_TOP:
        shutil.rmtree(to / name, ignore_errors=True)
    for results in (to / "results").glob("*"):
        if results.name != "reference":
            shutil.rmtree(results)
    return to


def snakemake(
    folder: Path,
    *arguments: str,
    prefix: Sequence[str] = (),
    python: str = sys.executable,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run Snakemake in a copy; the exit status is the caller's to judge."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SNAKEMAKE", "LASTHOPE", "PYTEST"))
    }
    return subprocess.run(
        [*prefix, python, "-m", "snakemake", *arguments],
        cwd=folder,
        env=variables | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
