"""Rule ``multiverse``: gather the universes, count those that agree."""

from lasthope.logs import log_to
from lasthope.multiverse.gathering import multiverse, robustness
from lasthope.multiverse.topics import repeated_models
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0])
n_found = len(read_table(snakemake.input.topics, "topics"))
tables = [read_table(path, "multiverse") for path in snakemake.input.universes]
models = snakemake.params.topic_models
every = multiverse(tables, repeated=repeated_models(models, n_found))
write_table(every, snakemake.output.multiverse, "multiverse")
write_table(robustness(every), snakemake.output.robustness, "robustness")
n_made, n_without = every["universe"].nunique(), every["estimate"].isna().sum()
log.info("%d universes, %d estimates, %d of them none", n_made, len(every), n_without)
if n_made < len(tables):
    same = len(tables) - n_made
    log.info("%d are the same as others, hear nothing, or hold no finding", same)
