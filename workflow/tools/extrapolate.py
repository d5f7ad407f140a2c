"""Say from a finished run what a larger archive would take, per step.

``python workflow/tools/extrapolate.py CASE POSTS`` reads benchmarks/CASE/ and prints,
for each step, its CPU time, what that is per 1,000 documents read, and what as many
posts would take. Start-up is in the figures, so a small case overstates a large one.
"""

import sys
from collections import defaultdict
from pathlib import Path

import pandas as pd

# These read the documents that are drawn for the analysis, however many were read.
SAMPLED = (
    *("units", "tags", "embed", "topics", "dynamics", "compare", "cooccurrence"),
    *("coding", "figures", "report"),
)


def cpu_seconds(case: str) -> dict[str, float]:
    """Return the CPU time of each step, its shards added up."""
    folder = Path("benchmarks", case)
    seconds: dict[str, float] = defaultdict(float)
    for path in sorted(folder.rglob("*.tsv")):
        step = path.relative_to(folder).parts[0].removesuffix(".tsv")
        seconds[step] += pd.read_csv(path, sep="\t")["cpu_time"].sum()
    return seconds


def main(case: str, n_posts: int) -> None:
    """Print the table."""
    account = pd.read_csv(f"results/{case}/ingest/account.csv")
    n_read = account.loc[account["outcome"].eq("read"), "n_records"].sum()
    print(f"{case}: {n_read:,} records read; for {n_posts:,}:")
    print(f"{'step':<12}{'CPU s':>9}{'per 1,000':>12}{'CPU hours':>12}")
    for step, seconds in sorted(cpu_seconds(case).items()):
        each = seconds / n_read
        hours = each * n_posts / 3600
        note = "  of all posts; of a sample, less" if step in SAMPLED else ""
        print(f"{step:<12}{seconds:>9.1f}{each * 1000:>12.3f}{hours:>12.1f}{note}")


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit(f"usage: {sys.argv[0]} CASE POSTS")
    if not Path("benchmarks", sys.argv[1]).is_dir():
        sys.exit(f"benchmarks/{sys.argv[1]} is missing; run that case first.")
    main(sys.argv[1], int(sys.argv[2]))
