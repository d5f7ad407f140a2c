"""Rule ``cooccurrence``: read the tables, count pairs of frames, write them."""

from lasthope.cooccurrence import cooccurrence
from lasthope.logs import log_to
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0])
tables = {name: read_table(path, name) for name, path in snakemake.input.items()}
pairs = cooccurrence(**tables, **snakemake.params)
write_table(pairs, snakemake.output.cooccurrence, "cooccurrence")
log.info("%d pairs, %d of them met", len(pairs), pairs["count"].gt(0).sum())
