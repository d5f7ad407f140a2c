"""Rule ``multiverse``: gather the universes, count those that agree."""

from lasthope.logs import log_to
from lasthope.multiverse.gathering import multiverse, robustness
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0])
tables = [read_table(path, "multiverse") for path in snakemake.input]
every = multiverse(tables)
write_table(every, snakemake.output.multiverse, "multiverse")
write_table(robustness(every), snakemake.output.robustness, "robustness")
without = every["estimate"].isna().sum()
log.info(
    "%d universes, %d estimates, %d of them none", len(tables), len(every), without
)
