"""Rule ``within_genre``: read the tables, compare within genres, write them."""

from lasthope.logs import log_to
from lasthope.tables import read_table, write_table
from lasthope.within_genre import within_genre

log = log_to(snakemake.log[0])
tables = {name: read_table(path, name) for name, path in snakemake.input.items()}
found = within_genre(**tables, **snakemake.params)
for name, table in found._asdict().items():
    write_table(table, snakemake.output[name], name)
pairs = found.within_genre[["side_a", "side_b"]].drop_duplicates()
log.info("%d genres; %d pairs of sides share any", len(found.genres), len(pairs))
