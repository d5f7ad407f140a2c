"""Rule ``specification``: draw the universes of a finding, write them with it."""

import matplotlib as mpl

from lasthope.figures.drawing import Options
from lasthope.figures.writing import write_drawing
from lasthope.logs import log_to
from lasthope.multiverse.figure import draw
from lasthope.tables import read_table

mpl.use("Agg")
log = log_to(snakemake.log[0], "multiverse")
table = read_table(snakemake.input.multiverse, "multiverse")
finding, options = snakemake.wildcards.finding, Options(**snakemake.params)
drawing = draw(multiverse=table, finding=finding, options=options)
write_drawing(
    drawing, dict(snakemake.output.items()), is_synthetic=options.is_synthetic
)
log.info("%s: %d universes", finding, len(drawing.table))
