"""Learn a classifier from the hand coding of a case.

``python workflow/tools/train.py [CONFIGFILE ...]`` reads the codings of the case that
the configuration files name, beside config/config.yaml, and the units of its results,
and writes the classifier, how well it does and a figure of its reliability to the
folder of tags.model, or to data/classifiers/CASE.
"""

import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parents[1]))

from lasthope.authors import showable
from lasthope.classifier.files import save_classifier
from lasthope.classifier.lesson import lesson, settled_units
from lasthope.classifier.provenance import card
from lasthope.classifier.reliability import draw
from lasthope.classifier.telling import summary
from lasthope.classifier.training import train
from lasthope.classifier_files import FIGURE, folder_of, rules_of
from lasthope.codebook import read_codebooks
from lasthope.coding import read_hand_coding
from lasthope.coding_files import files_of
from lasthope.config import codebook_files, read_config
from lasthope.embed import load_embedding
from lasthope.errors import UserError
from lasthope.figures.writing import FORMS, write_drawing
from lasthope.tables import read_table
from lasthope.tags import lead_ins, tags
from lasthope.validation import load_yaml

SCHEMA = Path(__file__).parents[1] / "schemas/codebook.schema.yaml"


def main(config: dict[str, Any]) -> None:
    """Learn, write, print."""
    case, data = config["case"], config["data"]
    results, folder = Path("results", case), folder_of(config)
    if not (results / "units/units.parquet").is_file():
        raise UserError(f"{results}: holds no units; run the case {case} first.")
    documents = read_table(str(results / "clean/documents.parquet"), "documents")
    units = read_table(str(results / "units/units.parquet"), "units")
    codebook = read_codebooks(
        codebook_files(data), load_yaml(str(SCHEMA)).data, data["references"]
    )
    rules = [category["id"] for category in codebook["categories"]]
    codings = files_of(Path(data["codings"], case))
    given = read_hand_coding(codings, units, rules)
    if given.coded_by is None:
        raise UserError(
            f"{Path(data['codings'], case)}: holds no codings to learn from; make "
            "sheets with `make coding` and put there what comes back."
        )
    try:
        coded = settled_units(given)
    except UserError as error:
        raise UserError(f"{Path(data['codings'], case)}: {error}") from error
    is_coded = units["unit_id"].isin(coded["unit_id"])
    around = units[units["doc_id"].isin(units.loc[is_coded, "doc_id"])]
    before = documents[["doc_id", "lead_in"]]
    tagged = tags(
        around,
        codebook,
        lead_ins([pa.Table.from_pandas(before, preserve_index=False)]),
        **rules_of(config),
    )
    taught = lesson(coded, units, documents, tagged, rules)
    settings = {key: config["tags"][key] for key in ("precision", "min_positives")}
    try:
        trained = train(
            taught,
            load_embedding(data["embedding"]),
            lambda ngrams, analyze: showable(ngrams, units, documents, analyze),
            **settings,
        )
    except UserError as error:
        raise UserError(f"{Path(data['codings'], case)}: {error}") from error
    told = card(
        trained,
        codings,
        given.coded_by,
        codebook,
        data["embedding"],
        case=case,
        is_synthetic=config["is_synthetic"],
        rules=rules_of(config),
        **settings,
    )
    save_classifier(trained, told, str(folder))
    mpl.use("Agg")
    paths = {form: str(folder / f"{FIGURE}.{form}") for form in (*FORMS, "csv", "json")}
    drawing = draw(reliability=trained.reliability, scores=trained.scores)
    write_drawing(drawing, paths, is_synthetic=config["is_synthetic"])
    print("\n".join(summary(trained.scores)))
    print(f"{folder}: set tags.tagger: classifier to tag with it")


if __name__ == "__main__":
    try:
        main(read_config(*sys.argv[1:]))
    except UserError as error:
        sys.exit(str(error))
