"""Rule ``figures``: read a figure's tables, draw it, write it with its table."""

import json
from importlib import import_module

import matplotlib

from lasthope.figures.drawing import Options, marked_synthetic
from lasthope.figures.theme import render
from lasthope.logs import log_to
from lasthope.tables import read_table, to_csv, write_bytes, write_text

matplotlib.use("Agg")
log = log_to(snakemake.log[0], "figures")
figure = import_module(f"lasthope.figures.{snakemake.wildcards.figure}")
tables = {name: read_table(path, name) for name, path in snakemake.input.items()}
options = Options(**snakemake.params)
drawing = figure.draw(**tables, options=options)
if options.is_synthetic:
    drawing = marked_synthetic(drawing)
output = snakemake.output
for form in ("svg", "pdf", "png"):
    write_bytes(output[form], render(drawing.figure, form))
write_bytes(output.csv, to_csv(drawing.table))
words = {key: getattr(drawing, key) for key in ("title", "caption", "alt")}
text = json.dumps(words, indent=2, sort_keys=True, ensure_ascii=False)
write_text(output.json, text + "\n")
log.info("%s: %d rows", snakemake.wildcards.figure, len(drawing.table))
