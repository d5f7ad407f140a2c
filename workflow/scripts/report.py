"""Rule ``report``: read every table and figure, write the page and the summary."""

import json
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path

import yaml

from lasthope import __version__
from lasthope.codebook import joined
from lasthope.findings import findings
from lasthope.logs import log_to
from lasthope.report import report, rows
from lasthope.tables import read_csv, read_table, write_text

PACKAGES = (
    *("snakemake", "pandas", "numpy", "pyarrow", "scikit-learn", "bertopic"),
    *("tokenizers", "py3langid", "seaborn", "matplotlib"),
)


def sha256(path: str) -> str:
    """Return the SHA-256 of a file."""
    with open(path, "rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


log = log_to(snakemake.log[0])
config, inputs = snakemake.params.configuration, snakemake.input
tables = {name: read_table(inputs[name], name) for name in snakemake.params.tables}
figures = [
    json.loads(Path(caption).read_text(encoding="utf-8"))
    | {"name": name, "svg": Path(svg).read_text(encoding="utf-8"), "table": csv}
    | {"rows": rows(read_csv(csv)), "columns": list(read_csv(csv).columns)}
    for name, svg, caption, csv in zip(
        (Path(drawing).stem for drawing in inputs.drawings),
        inputs.drawings,
        inputs.captions,
        inputs.plotted,
        strict=True,
    )
]
installed = {name: version(name) for name in PACKAGES}
hashed = [*inputs.sources, *(inputs[name] for name in snakemake.params.hashed)]
sides = {key: config["compare"][key] for key in ("side_a", "side_b")}
read = ("documents", "units", "topics", "comparison")
# Only of a report on the multiverse.
path = inputs.get("robustness")
robustness = None if path is None else read_table(path, "robustness")
found = findings(
    *(tables[name] for name in read),
    **sides,
    robustness=robustness,
    agreement=tables["agreement"],
)
classifier = None
if inputs.classifier:
    card, scores = inputs.classifier
    hashed = [*hashed, card]
    classifier = {
        "card": json.loads(Path(card).read_text(encoding="utf-8")),
        "scores": read_table(scores, "scores"),
    }
page = report(
    Path(inputs.template).read_text(encoding="utf-8"),
    tables,
    joined(inputs.codebooks),
    figures,
    found,
    {
        "versions": {"lasthope": __version__} | installed,
        "parameters": yaml.safe_dump(config, sort_keys=False, allow_unicode=True),
        "hashes": {path: sha256(path) for path in hashed}
        | {"requirements.lock": sha256(inputs.lock)},
    },
    **config["report"],
    show_private_text=config["people"]["show_private_text"],
    is_synthetic=config["is_synthetic"],
    classifier=classifier,
)
write_text(snakemake.output.report, page)
warning = ["Synthetic data, made up for teaching."] if config["is_synthetic"] else []
lines = [
    *warning,
    *(finding.text for finding in found),
    f"Report: {snakemake.output.report}",
]
write_text(snakemake.output.summary, "\n".join(lines) + "\n")
log.info("%s", snakemake.output.report)
