"""Rule ``documents``: mark copies, choose what is analysed, count the way there."""

import pandas as pd

from lasthope.copies import Shard, copies
from lasthope.documents import ANALYSED, flow, keys_of, outcomes, with_copies
from lasthope.logs import log_to
from lasthope.streaming import read_parts
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0], "clean")
paths, params = snakemake.input.documents, dict(snakemake.params)
threshold = params.pop("similarity")
found = outcomes(paths, **params)
keys = map(keys_of, snakemake.input.hashes, found)
marked = copies([*map(Shard, paths, keys)], threshold=threshold).to_pandas()
analysed, removed = [], []
for path, outcome in zip(paths, found, strict=True):
    first = 0
    for part in read_parts(path, "documents"):
        told = part.assign(outcome=outcome[first : first + len(part)])
        first += len(part)
        is_analysed = told["outcome"].eq(ANALYSED)
        analysed.append(with_copies(part[is_analysed], marked))
        removed.append(told.loc[~is_analysed, ["source", "outcome"]])
documents = pd.concat(analysed)
account = read_table(snakemake.input.account, "account")
write_table(documents, snakemake.output.documents, "documents")
write_table(flow(account, documents, pd.concat(removed)), snakemake.output.flow, "flow")
n_copies = documents["copy_of"].notna().sum()
log.info("%d documents to analyse, %d of them near copies", len(documents), n_copies)
