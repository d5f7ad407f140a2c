"""Rule ``fewer_patterns``: tag again with a poorer codebook."""

from lasthope.codebook import read_codebook
from lasthope.logs import log_to
from lasthope.multiverse.taggers import without_commonest
from lasthope.tables import read_table, write_table
from lasthope.tags import tags
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0], "multiverse")
files = snakemake.input
units, found = (read_table(files[name], name) for name in ("units", "tags"))
schema = load_yaml(files.schema).data
codebook = read_codebook(files.codebook, schema, files.references)
fewer = tags(units, without_commonest(codebook, found), **snakemake.params)
write_table(fewer, snakemake.output.tags, "tags")
log.info("fewer patterns: %d of %d tags are left", len(fewer), len(found))
