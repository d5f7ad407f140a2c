"""Rule ``multiverse``: gather the universes, count those that agree."""

from lasthope.logs import log_to
from lasthope.multiverse import agreement, multiverse
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0])
tables = [read_table(path, "multiverse") for path in snakemake.input]
every = multiverse(tables)
write_table(every, snakemake.output.multiverse, "multiverse")
write_table(agreement(every), snakemake.output.agreement, "agreement")
without = every["estimate"].isna().sum()
log.info(
    "%d universes, %d estimates, %d of them none", len(tables), len(every), without
)
