"""Rule ``figures``: read a figure's tables, draw it, write it with its table."""

from importlib import import_module

import matplotlib as mpl

from lasthope.figures.drawing import Options
from lasthope.figures.writing import write_drawing
from lasthope.logs import log_to
from lasthope.tables import read_table

mpl.use("Agg")
log = log_to(snakemake.log[0], "figures")
figure = import_module(f"lasthope.figures.{snakemake.wildcards.figure}")
tables = {name: read_table(path, name) for name, path in snakemake.input.items()}
options = Options(**snakemake.params)
drawing = figure.draw(**tables, options=options)
write_drawing(
    drawing, dict(snakemake.output.items()), is_synthetic=options.is_synthetic
)
log.info("%s: %d rows", snakemake.wildcards.figure, len(drawing.table))
