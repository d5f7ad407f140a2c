"""Rule ``tags``: read units and codebook, tag, write tags and categories."""

from lasthope.codebook import categories, read_codebook
from lasthope.logs import log_to
from lasthope.tables import read_table, write_table
from lasthope.tags import tags
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0])
units = read_table(snakemake.input.units, "units")
schema = load_yaml(snakemake.input.schema).data
codebook = read_codebook(snakemake.input.codebook, schema, snakemake.input.references)
found = tags(units, codebook, **snakemake.params)
write_table(found, snakemake.output.tags, "tags")
write_table(found, snakemake.output.tags_csv, "tags")
write_table(categories(codebook), snakemake.output.categories, "categories")
n_tagged = found["unit_id"].nunique()
log.info("%d tags in %d of %d units", len(found), n_tagged, len(units))
