"""Rule ``units``: read the documents, split them, write the units."""

from lasthope.logs import log_to
from lasthope.tables import read_table, write_table
from lasthope.units import units

log = log_to(snakemake.log[0])
documents = read_table(snakemake.input.documents, "documents")
table = units(documents, **snakemake.params)
write_table(table, snakemake.output.units, "units")
n_quoted = (table["voice"] == "quoted").sum()
log.info("%d units, %d of them quoted", len(table), n_quoted)
