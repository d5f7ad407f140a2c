"""Rule ``compare``: read the tables, compare the sides, write the comparison."""

from lasthope.compare import compare
from lasthope.logs import log_to
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0])
tables = {name: read_table(path, name) for name, path in snakemake.input.items()}
comparison = compare(**tables, **snakemake.params)
write_table(comparison, snakemake.output.comparison, "comparison")
counts = comparison["status"].value_counts().sort_index()
log.info("%s", ", ".join(f"{n} {status}" for status, n in counts.items()))
