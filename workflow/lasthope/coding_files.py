"""The files that hold a case's hand coding; see :mod:`lasthope.coding`."""

from pathlib import Path

from lasthope.errors import UserError

SAMPLE, ADJUDICATED = "sample.csv", "adjudicated.csv"
PROVENANCE = "provenance.txt"
NOT_A_CODER = (SAMPLE, ADJUDICATED, PROVENANCE)
SUFFIXES = (".csv", ".xlsx", ".json", ".jsonl")


def files_of(folder: Path) -> list[str]:
    """Return the files with codings in a folder, in order; none if it is not there.

    Raises:
        UserError: for a file that nobody can read.
    """
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith((".", "~")) or path.suffix == ".md":
            continue
        if path.suffix not in SUFFIXES and path.name != PROVENANCE:
            raise UserError(
                f"{path}: codings are read from {', '.join(SUFFIXES)}; save it as one "
                "of these or move it away."
            )
        found.append(str(path))
    return found
