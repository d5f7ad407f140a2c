"""Make sheets that ask people whether the topics make sense, and score them.

``python workflow/tools/intrusion.py RESULTS FOLDER [CONFIGFILE ...]`` writes the sheets
of the topics in RESULTS to FOLDER and the answers to FOLDER/answers, by the seed of
config/config.yaml with these files laid over it;
``python workflow/tools/intrusion.py FOLDER`` scores the sheets that are filled in.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.config import read_config
from lasthope.errors import UserError
from lasthope.tables import read_csv, read_table, to_csv, write_bytes
from lasthope.topics.intrusion import label_fit, score, text_intrusion, word_intrusion

TASKS = ("word_intrusion", "text_intrusion", "label_fit")


def export(results: Path, folder: Path, seed: int) -> None:
    """Write the sheets and, apart from them, the answers; never over a sheet."""
    if not (results / "topics/topics.csv").is_file():
        raise UserError(f"{results}: holds no topics; run the case first.")
    topics = read_table(str(results / "topics/topics.csv"), "topics")
    units = read_table(str(results / "topics/representatives.csv"), "representatives")
    made = (
        word_intrusion(topics, seed),
        text_intrusion(units, seed),
        label_fit(topics, units, seed),
    )
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    for name, (sheet, answers) in zip(TASKS, made, strict=True):
        path = folder / f"{name}.csv"
        if path.exists():
            raise UserError(f"{path}: is there already; move it away to make it again.")
        write_bytes(str(path), to_csv(sheet))
        write_bytes(str(folder / "answers" / path.name), to_csv(answers))
        print(f"{path}: {len(sheet)} items")


def report(folder: Path) -> None:
    """Print how each sheet does against chance."""
    for name in TASKS:
        path = folder / f"{name}.csv"
        if not path.is_file():
            raise UserError(f"{path}: is not there; make it with `make intrusion`.")
        answers = read_csv(str(folder / "answers" / path.name)).astype("int64")
        sheet = read_csv(str(path)).astype({"item": "int64"})
        try:
            found = score(sheet, answers)
        except UserError as error:
            print(f"{path}: {error}")
            continue
        print(
            f"{path}: {found.n_correct} of {found.n_answered} right, "
            f"{found.chance:.0%} by chance, p = {found.p:.2g}"
        )


if __name__ == "__main__":
    try:
        if len(sys.argv) > 2:
            seed = read_config(*sys.argv[3:])["seed"]
            export(Path(sys.argv[1]), Path(sys.argv[2]), seed)
        else:
            report(Path(sys.argv[1]))
    except UserError as error:
        sys.exit(str(error))
