"""Make the sheets that coders fill in.

``python workflow/tools/coding.py [CONFIGFILE ...]`` draws a sample of the case that the
configuration files name, beside config/config.yaml, unless data/codings/CASE holds one
already, and writes each coder's sheet in every format, with the codings that are there
so far, and the codebook to validation/CASE/coding.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.codebook import joined
from lasthope.coding.annotations import (
    label_studio_interface,
    to_doccano,
    to_label_studio,
)
from lasthope.coding.reading import read_codings
from lasthope.coding.sampling import sample
from lasthope.coding.sheets import filled, frame, sheet
from lasthope.coding.spreadsheets import guide, to_xlsx
from lasthope.coding_files import NOT_A_CODER, SAMPLE, files_of
from lasthope.config import codebook_files, read_config
from lasthope.errors import UserError
from lasthope.tables import read_table, to_csv, write_bytes, write_table


def export(config: dict[str, Any]) -> None:
    """Write sample and sheets; never over a sheet."""
    case, asked = config["case"], config["coding"]
    results, back = Path("results", case), Path(config["data"]["codings"], case)
    out = Path("validation", case, "coding")
    if out.exists():
        raise UserError(f"{out}: is there already; move it away to make it again.")
    if not (results / "tags/tags.parquet").is_file():
        raise UserError(f"{results}: holds no tags; run the case {case} first.")
    tables = {
        name: read_table(str(results / path), name)
        for name, path in (
            ("documents", "clean/documents.parquet"),
            ("units", "units/units.parquet"),
            ("tags", "tags/tags.parquet"),
        )
    }
    tags = tables["tags"]
    found = tags[tags["stance"].isin(config["compare"]["stances"])]
    every, may_be_coded = (
        frame(
            tables["documents"],
            tables["units"],
            voice=config["compare"]["voice"],
            show_private_text=is_shown,
        )
        for is_shown in (True, config["people"]["show_private_text"])
    )
    codebook = joined(codebook_files(config["data"]))
    categories = [category["id"] for category in codebook["categories"]]
    back.mkdir(parents=True, exist_ok=True)
    if not (back / SAMPLE).is_file():
        drawn = sample(
            may_be_coded,
            found,
            n=asked["units"],
            least=asked["least_per_stratum"],
            seed=config["seed"],
        )
        write_table(drawn, str(back / SAMPLE), "sample")
    drawn = read_table(str(back / SAMPLE), "sample")
    texts = drawn.merge(every, on="unit_id").set_index("item")["text"].to_dict()
    given = [path for path in files_of(back) if Path(path).name not in NOT_A_CODER]
    codings = read_codings(given, texts, categories)
    # All is made before any is written: what fails leaves nothing behind.
    files = {
        "codebook.csv": to_csv(guide(codebook)),
        "label-studio.xml": label_studio_interface(categories),
    }
    for coder in asked["coders"]:
        empty = sheet(
            drawn,
            may_be_coded,
            found,
            categories,
            coder=coder,
            seed=config["seed"],
            show=asked["show"],
        )
        of_coder = codings.judged[codings.judged["coder"].eq(coder)]
        made = filled(empty, of_coder, codings.notes.get(coder, {}))
        marked = codings.marked_by(coder)
        files |= {
            f"{coder}.csv": to_csv(made),
            f"{coder}.xlsx": to_xlsx(made, guide(codebook), ["done", *categories]),
            f"{coder}.json": to_label_studio(made, categories, marked),
            f"{coder}.jsonl": to_doccano(made, categories, marked),
        }
    out.mkdir(parents=True)
    for name, content in files.items():
        write_bytes(str(out / name), content)
    for coder in asked["coders"]:
        print(f"{out / coder}.csv, .xlsx, .json, .jsonl: {len(drawn)} units")
    if n_private := len(every) - len(may_be_coded):
        print(
            f"{n_private} units of private people are in no sheet; with "
            "people.show_private_text: true they are."
        )


if __name__ == "__main__":
    try:
        export(read_config(*sys.argv[1:]))
    except UserError as error:
        sys.exit(str(error))
