"""Helpers shared by the rules.

This file sits in ``workflow/`` because Snakemake makes the folder of an included file
importable: that is how rules and scripts find the package ``lasthope``.
"""

import os
import re
import shlex
import sys
from pathlib import Path

from lasthope.classifier_files import CARD, CLASSIFIER, FIGURE, FILES, RULES, SCORES
from lasthope.classifier_files import check_classifier, folder_of, rules_of
from lasthope.coding_files import files_of
from lasthope.config import check_config, check_writable, codebook_files
from lasthope.errors import UserError
from lasthope.fingerprint import fingerprint
from lasthope.ingest import BY_HAND, READERS
from lasthope.ingest.plan import plan
from lasthope.multiverse.choices import (
    FAMILIES,
    FINDINGS,
    axes,
    main_choices,
    universes,
)
from lasthope.people import key_fingerprint
from lasthope.tables import read_table
from lasthope.validation import load_yaml
from lasthope.verify import is_published
from snakemake.exceptions import WorkflowError

# Snakemake puts the path of Python into shell commands as it is, spaces and all.
sys.executable = shlex.quote(sys.executable)

# Relative, so that a checkout that is moved is not run again.
WORKFLOW = Path(os.path.relpath(workflow.current_basedir))


try:
    for file in workflow.configfiles:
        load_yaml(file)
    check_config(config, WORKFLOW / "schemas/config.schema.yaml")
    check_classifier(config)
    RESULTS, LOGS = f"results/{config['case']}", f"logs/{config['case']}"
    BENCHMARKS = f"benchmarks/{config['case']}"
    check_writable(Path(RESULTS), Path(LOGS), Path(BENCHMARKS))
    SHARDS = plan(config, read_table(config["data"]["sources"], "sources"))
    CODINGS = files_of(Path(config["data"]["codings"], config["case"]))
    is_keyed = any(shard.reader != BY_HAND for shard in SHARDS.values())
    KEY = key_fingerprint(Path(config["people"]["key"])) if is_keyed else None
except UserError as error:
    raise WorkflowError(str(error))

# What BERTopic.load reads, as lasthope.topics.saving writes it.
MODEL_FILES = [
    *("topics.json", "config.json", "ctfidf_config.json"),
    *("topic_embeddings.safetensors", "ctfidf.safetensors"),
]
FIGURES = [name for name, tables in config["figures"].items() if tables]
EMBEDDING = config["data"]["embedding"]
CODEBOOKS = codebook_files(config["data"])
REFERENCE = f"{config['verify']['reference']}/{config['case']}"

TAGGER = config["tags"]["tagger"]

AXES = axes(config)

# Where each table lies, for the steps that read many of them.
TABLES = {
    "account": "<results>/ingest/account.csv",
    "flow": "<results>/clean/flow.csv",
    "documents": "<results>/clean/documents.parquet",
    "units": "<results>/units/units.parquet",
    "tags": "<results>/tags/tags.parquet",
    "categories": "<results>/tags/categories.csv",
    "topics": "<results>/topics/topics.csv",
    "topics_grid": "<results>/topics/topics_grid.csv",
    "unit_topics": "<results>/topics/unit_topics.parquet",
    "comparison": "<results>/compare/comparison.csv",
    "agreement": "<results>/coding/agreement.csv",
    "unitizing": "<results>/coding/unitizing.csv",
    "accuracy": "<results>/coding/accuracy.csv",
    "genres": "<results>/compare/genres.csv",
    "within_genre": "<results>/compare/within_genre.csv",
    "cooccurrence": "<results>/compare/cooccurrence.csv",
    "events": config["data"]["events"],
}


def code(step):
    """Return a hash of the code behind a step, so that editing it reruns the step."""
    return fingerprint(WORKFLOW / f"scripts/{step}.py", WORKFLOW / "lasthope")


def shard_files(wildcards):
    """Return the files of one shard."""
    return SHARDS[wildcards.shard].files


def shard_plan(wildcards):
    """Return what is known of one shard, so that a change of it reads it again."""
    return SHARDS[wildcards.shard].as_parameter()


def pseudonym_key(wildcards):
    """Return what tells one key of pseudonyms from another, if the shard needs any."""
    return None if SHARDS[wildcards.shard].reader == BY_HAND else KEY


def reader_code(wildcards):
    """Return a hash of the code behind the reader of one shard."""
    name = READERS[SHARDS[wildcards.shard].reader]
    return fingerprint(WORKFLOW / f"lasthope/ingest/{name}.py", WORKFLOW / "lasthope")


def sentence_model(wildcards):
    """Return the files of a sentence model that lies here, if one is asked for."""
    folder = config["embed"]["model"]
    if config["embed"]["backend"] != "sentence_transformers" or folder is None:
        return []
    return sorted(str(path) for path in Path(folder).rglob("*") if path.is_file())


def classifier_files(tagger):
    """Return the files that a tagger reads beside the codebook."""
    if tagger == RULES:
        return []
    names = ("model.safetensors", "tokenizer.json", "SHA256SUMS")
    return [
        *(str(folder_of(config) / name) for name in FILES),
        *(f"{EMBEDDING}/{name}" for name in names),
    ]


def beside_rules(name):
    """Return a file of the classifier, if it tags; a list, empty if it does not."""
    return [] if TAGGER == RULES else [str(folder_of(config) / name)]


def figure_code(wildcards):
    """Return a hash of the code behind one figure."""
    drawn_by = WORKFLOW / f"lasthope/figures/{wildcards.figure}.py"
    return fingerprint(drawn_by, WORKFLOW / "lasthope")


def figure_tables(wildcards):
    """Return the tables that the configuration names for a figure."""
    return {name: TABLES[name] for name in config["figures"][wildcards.figure]}


def names_of(*families):
    """Return the kinds of choices that bear on some families."""
    return dict.fromkeys(name for family in families for name in FAMILIES[family])


def axes_of(*families):
    """Return what gives a job the choices of its own universes alone.

    So a choice more makes its own universes and no other anew.
    """

    def of_job(wildcards):
        own = {name: [choice] for name, choice in wildcards.items()}
        return {name: own.get(name, AXES[name]) for name in names_of(*families)}

    return of_job


def main_of(*families):
    """Return the configuration's own choices of the kinds that bear on some families."""
    return {name: main_choices(AXES)[name] for name in names_of(*families)}


def universe_files(family, **together):
    """Return the files of a family's universes; what a job has in common is open."""
    axes_of_job = AXES | {name: [choice] for name, choice in together.items()}
    return [
        f"<results>/multiverse/universes/{universe.name}.csv"
        for universe in universes(family, axes_of_job, main_choices(AXES))
    ]


def reference_files(wildcards):
    """Return every file of the published results.

    Raises:
        WorkflowError: if there are none.
    """
    files = sorted(str(path) for path in Path(REFERENCE).rglob("*") if path.is_file())
    if not files:
        raise WorkflowError(
            f"{REFERENCE} holds no published results to compare with; "
            "make them with `make reference` once you trust the results."
        )
    return files


def print_summary():
    """Print what was found and where the report is, once both exist."""
    made = "multiverse" if "multiverse_report" in sys.argv else "report"
    summary = Path(RESULTS, made, "summary.txt")
    # Whoever asks for the verdict wants it to be the last word.
    if summary.is_file() and "verdict" not in sys.argv:
        print(summary.read_text(encoding="utf-8"), end="", flush=True)
