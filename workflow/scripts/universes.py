"""Rule ``universes``: read one corpus, count its universes, write each."""

from lasthope.headlines import headlines
from lasthope.logs import log_to
from lasthope.multiverse.counting import sides_of
from lasthope.multiverse.running import Tables, run, solver
from lasthope.tables import empty, read_table, write_table

log_to(snakemake.log[0], "multiverse")
files, params = snakemake.input, snakemake.params
sides = sides_of(params.compare, params.seed)
read = ("comparison", "topics", "documents", "units")
comparison, topics, documents, units = (read_table(files[name], name) for name in read)
found = list(headlines(comparison, topics, side_a=sides.side_a, side_b=sides.side_b))
taggers = zip(params.axes["tagger"], files.tags, strict=True)
tags = {name: read_table(path, "tags") for name, path in taggers}
solve = solver(Tables(documents, units, tags, lambda _: empty("unit_topics")), sides)
for family in ("category", "word"):
    made = run(family, params.axes, params.main, found, solve[family])
    for path, (_, table) in zip(snakemake.output[family], made, strict=True):
        write_table(table, path, "multiverse")
