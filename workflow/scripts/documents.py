"""Rule ``documents``: mark copies, choose what is analysed, count the way there."""

from collections import Counter

import pandas as pd

from lasthope.copies import Shard, copies
from lasthope.documents import ANALYSED, REPEATED, flow, outcomes, with_copies
from lasthope.logs import log_to
from lasthope.streaming import read_parts
from lasthope.tables import read_table, write_table

log = log_to(snakemake.log[0], "clean")
paths, params = snakemake.input.documents, dict(snakemake.params)
threshold = params.pop("similarity")
found = outcomes(paths, **params)
shards = [*map(Shard, paths, snakemake.input.hashes)]
repeated = [outcome == REPEATED for outcome in found]
marked = copies(shards, threshold=threshold, left_out=repeated).to_pandas()
marked = marked.set_index("doc_id")
analysed: list[pd.DataFrame] = []
removed: Counter[tuple[str, int]] = Counter()
for path, outcome in zip(paths, found, strict=True):
    first = 0
    for part in read_parts(path, "documents"):
        told = part.assign(outcome=outcome[first : first + len(part)])
        first += len(part)
        is_analysed = told["outcome"].eq(ANALYSED)
        analysed.append(with_copies(part[is_analysed], marked))
        removed.update(told[~is_analysed].value_counts(["source", "outcome"]).to_dict())
documents = pd.concat(analysed)
account = read_table(snakemake.input.account, "account")
write_table(documents, snakemake.output.documents, "documents")
write_table(flow(account, documents, removed), snakemake.output.flow, "flow")
n_copies = documents["copy_of"].notna().sum()
log.info("%d documents to analyse, %d of them near copies", len(documents), n_copies)
