"""Rule ``coding``: read codings and tables, measure, write what was found."""

from lasthope.coding import coding, read_hand_coding
from lasthope.logs import log_to
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0])
names = ("documents", "units", "tags", "categories")
tables = {name: read_table(snakemake.input[name], name) for name in names}
known = tables["categories"]["category"].tolist()
given = read_hand_coding(snakemake.input.codings, tables["units"], known)
coded = coding(**tables, hand_coding=given, **snakemake.params)
for name, table in coded._asdict().items():
    write_table(table, snakemake.output[name], name)
uses = coded.agreement["use"].value_counts().sort_index()
log.info("%s", ", ".join(f"{n} categories {use}" for use, n in uses.items()))
