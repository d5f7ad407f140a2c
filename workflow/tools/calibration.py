"""Check that intervals and tests hold what they promise; draw and print it.

``python workflow/tools/calibration.py [RUNS]`` simulates so many comparisons per
scenario (1,000 if not said), prints a table, and writes it with its figure to
docs/calibration.csv, docs/calibration.svg and the table of docs/inference.md.
"""

import sys
from pathlib import Path

import matplotlib as mpl

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.calibration import as_markdown, calibration
from lasthope.calibration.figure import draw
from lasthope.docs import fill
from lasthope.errors import UserError
from lasthope.figures.theme import render
from lasthope.tables import to_csv, write_bytes, write_text

SEED = 20210110
N_RUNS = 1000
OUT = Path(__file__).parents[2] / "docs"


def main(n_runs: int = N_RUNS) -> None:
    """Simulate, print, write."""
    mpl.use("Agg")
    try:
        table = calibration(n_runs=n_runs, seed=SEED)
    except UserError as error:
        sys.exit(str(error))
    drawing = draw(calibration=table)
    write_bytes(str(OUT / "calibration.csv"), to_csv(table))
    write_bytes(str(OUT / "calibration.svg"), render(drawing.figure, "svg"))
    page = OUT / "inference.md"
    told = as_markdown(table)
    write_text(str(page), fill(page.read_text("utf-8"), "calibration", told))
    print(told)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
