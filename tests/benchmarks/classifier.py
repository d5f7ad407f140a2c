"""Measure the classifier on the practice corpus: what it adds, and how fast it is.

``python tests/benchmarks/classifier.py`` after ``make CASE=practice``. The rules are
the codebook's without the three patterns that find most of each category; codings are
what was planted in 400 sentences, drawn as for coders. Whoever reads the numbers should
know that the sentences are from 138 templates: they say that the machinery works, and
nothing of real texts.
"""

import sys
import tempfile
from pathlib import Path
from time import process_time

import pandas as pd
import pyarrow as pa
import yaml

sys.path.insert(0, str(Path(__file__).parents[2] / "workflow"))

from lasthope.classifier.files import load_classifier, save_classifier
from lasthope.classifier.lesson import lesson
from lasthope.classifier.tagging import ClassifierTagger
from lasthope.classifier.training import train
from lasthope.classifier_files import rules_of
from lasthope.coding.accuracy import weighted
from lasthope.coding.sampling import sample
from lasthope.coding.sheets import frame
from lasthope.embed import load_embedding
from lasthope.multiverse.taggers import count_patterns, without_commonest
from lasthope.practice import SEED
from lasthope.practice.codings import CATEGORIES, coded, planted
from lasthope.tables import read_table
from lasthope.tags import COLUMNS, Tagger, tags

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "results/practice"
CODEBOOK = yaml.safe_load((ROOT / "config/codebook.yaml").read_text(encoding="utf-8"))
RULES = rules_of(yaml.safe_load((ROOT / "config/config.yaml").read_text()))
FEWER, TIMES, N_CODED = 3, 5, 400
SETTINGS = {"precision": 0.8, "min_positives": 30}


def main() -> None:
    """Learn, tag, print."""
    documents, units, found = (
        read_table(str(RESULTS / path), name)
        for name, path in (
            ("documents", "clean/documents.parquet"),
            ("units", "units/units.parquet"),
            ("tags", "tags/tags.parquet"),
        )
    )
    embedding = load_embedding(str(ROOT / "data/embedding"))
    codebook, left = CODEBOOK, tags(units, CODEBOOK, **RULES)
    every = frame(documents, units, voice="own", show_private_text=True)
    drawn = sample(every, found, n=N_CODED, least=2, seed=SEED)
    for _ in range(FEWER):
        found_by = pa.Table.from_pandas(left[["category", "pattern"]])
        codebook = without_commonest(codebook, count_patterns([found_by]))
        left = tags(units, codebook, **RULES)
    sheet = coded(drawn, units, planted(SEED)).melt(
        id_vars="item", value_vars=CATEGORIES, var_name="category", value_name="mark"
    )
    settled = sheet.assign(is_present=sheet["mark"].eq("1"))
    rules = [category["id"] for category in codebook["categories"]]
    start = process_time()
    taught = lesson(weighted(settled, drawn), units, documents, left, rules)
    trained = train(taught, embedding, lambda ngrams, _: set(ngrams), **SETTINGS)
    print(f"{N_CODED} units learned in {process_time() - start:.1f} CPU-seconds")
    print("| category | units with it | F1 of the rules | F1 | ECE |")
    print("| --- | --- | --- | --- | --- |")
    for row in trained.scores.to_dict("records"):
        print(
            f"| {row['category']} | {row['n_positive']} | {row['rules_f1']:.3f} | "
            f"{row['f1']:.3f} | {row['calibration_error']:.3f} |"
        )
    many = pd.concat(
        [units.assign(unit_id=f"{n}:" + units["unit_id"]) for n in range(TIMES)]
    )[COLUMNS]
    with tempfile.TemporaryDirectory() as folder:
        save_classifier(trained, {}, folder)
        kept = load_classifier(folder, embedding)
    tagger = ClassifierTagger(
        Tagger(codebook, {}, n_units=len(many), **RULES), kept, embedding
    )
    table = pa.Table.from_pandas(many, preserve_index=False)
    start = process_time()
    n_tags = tagger.tag(table).num_rows
    seconds = process_time() - start
    n_words = many["text"].str.split().str.len().mean()
    print(
        f"{len(many):,} units of {n_words:.1f} words tagged, {n_tags:,} tags: "
        f"{len(many) / seconds:,.0f} a CPU-second, the rules included"
    )


if __name__ == "__main__":
    main()
