"""Publish the results of a case as what later runs must equal.

``python workflow/tools/publish.py CASE [CONFIGFILE ...]`` copies from results/CASE to
results/reference/CASE what holds no private person's words.
"""

import shutil
import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.verify import OWN_FOLDER, is_published


def publish(results: Path, reference: Path, archives: object) -> int:
    """Copy what may be published, in place of what was; return the number of files."""
    if not results.is_dir():
        sys.exit(f"{results}: holds no results to publish; run the case first.")
    shutil.rmtree(reference, ignore_errors=True)
    n_files = 0
    for path in sorted(results.rglob("*")):
        name = path.relative_to(results)
        is_result = path.is_file() and name.parts[0] != OWN_FOLDER
        config = {"ingest": {"archives": archives}}
        if is_result and is_published(name.as_posix(), config):
            (reference / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, reference / name)
            n_files += 1
    return n_files


if __name__ == "__main__":
    case, *overlays = sys.argv[1:]
    read = [yaml.safe_load(Path(path).read_text("utf-8")) for path in overlays]
    archives = [overlay.get("ingest", {}).get("archives") for overlay in read]
    n_published = publish(
        Path("results", case), Path("results/reference", case), any(archives)
    )
    print(f"{n_published} files of {case} published in results/reference/{case}")
