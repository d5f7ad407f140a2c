"""Rule ``fewer_patterns``: tag again with a poorer codebook."""

from lasthope.codebook import read_codebooks
from lasthope.logs import log_to
from lasthope.multiverse.taggers import without_commonest
from lasthope.streaming import table_parts
from lasthope.tables import read_table, write_table
from lasthope.tags import lead_ins, tags
from lasthope.validation import load_yaml

log = log_to(snakemake.log[0], "multiverse")
files = snakemake.input
units, found = (read_table(files[name], name) for name in ("units", "tags"))
schema = load_yaml(files.schema).data
codebook = read_codebooks(files.codebooks, schema, files.references)
before = lead_ins(table_parts(files.documents, ["doc_id", "lead_in"]))
poorer = without_commonest(codebook, found)
fewer = tags(units, poorer, before, **snakemake.params)
write_table(fewer, snakemake.output.tags, "tags")
log.info("fewer patterns: %d of %d tags are left", len(fewer), len(found))
