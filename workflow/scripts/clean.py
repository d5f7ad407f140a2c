"""Rule ``clean``: read the documents, clean them, write them."""

from lasthope.clean import clean
from lasthope.logs import log_to
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0])
documents = read_table(snakemake.input.documents, "documents")
cleaned = clean(documents, **snakemake.params)
write_table(cleaned, snakemake.output.documents, "documents")
n_copies = cleaned["copy_of"].notna().sum()
log.info("%d documents, %d of them copies", len(cleaned), n_copies)
