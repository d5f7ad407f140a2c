"""Write the practice corpus, or code a sample of it by what was planted.

``python workflow/tools/practice.py data/practice`` writes invented posts whose true
shares are known; a test fails when what is there is not what this would write.
``python workflow/tools/practice.py --code data/codings/practice`` codes the sample that
``make coding CASE=practice`` has drawn there: for learning a classifier, and for
checking one.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lasthope.coding_files import PROVENANCE as WHO
from lasthope.coding_files import SAMPLE
from lasthope.errors import UserError
from lasthope.practice import SEED, files
from lasthope.practice.codings import PROVENANCE, coded, planted
from lasthope.tables import read_table, to_csv, write_bytes, write_text

UNITS = "results/practice/units/units.parquet"


def code(folder: Path) -> None:
    """Write the codings of the sample in a folder."""
    for path, missing in (
        (Path(UNITS), "make CASE=practice"),
        (folder / SAMPLE, "make coding CASE=practice"),
    ):
        if not path.is_file():
            raise UserError(f"{path}: is not there; make it with `{missing}`.")
    sample = read_table(str(folder / SAMPLE), "sample")
    sheet = coded(sample, read_table(UNITS, "units"), planted(SEED))
    write_bytes(str(folder / "planted.csv"), to_csv(sheet))
    write_text(str(folder / WHO), PROVENANCE)
    print(f"{folder / 'planted.csv'}: {len(sheet)} units")


def write(folder: Path) -> None:
    """Write the corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files(SEED).items():
        content = text.encode("utf-8")
        (folder / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write it: data/practice")
    parser.add_argument("--code", action="store_true", help="code the sample there")
    asked = parser.parse_args()
    try:
        (code if asked.code else write)(asked.folder)
    except UserError as error:
        sys.exit(str(error))
