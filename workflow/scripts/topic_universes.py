"""Rule ``topic_universes``: find topics anew, count their universes, write each."""

from functools import cache

import pandas as pd

from lasthope.headlines import headlines
from lasthope.logs import log_to
from lasthope.multiverse.choices import AS_FOUND
from lasthope.multiverse.counting import sides_of
from lasthope.multiverse.running import Tables, run, solver
from lasthope.multiverse.topics import other_topics
from lasthope.tables import read_table, write_table
from lasthope.topics.reading import units_with_vectors

log_to(snakemake.log[0], "multiverse")
files, params = snakemake.input, snakemake.params
sides = sides_of(params.compare, params.seed)
read = ("comparison", "topics", "documents", "units", "unit_topics")
comparison, topics, documents, units, as_found = (
    read_table(files[name], name) for name in read
)


@cache
def fitted(model: str) -> pd.DataFrame | Exception:
    """Return the topics of another model, or why there are none, asked for once."""
    try:
        return other_topics(
            model,
            lambda: units_with_vectors(files.units, files.vectors),
            documents,
            params.settings,
            n_found=len(topics),
        )
    # Whatever it is, every universe of the model has it as its reason.
    except Exception as error:
        return error


def unit_topics(model: str) -> pd.DataFrame:
    """Return the topics as found, or those of another model."""
    made = as_found if model == AS_FOUND else fitted(model)
    if isinstance(made, Exception):
        raise made
    return made


found = list(headlines(comparison, topics, side_a=sides.side_a, side_b=sides.side_b))
solve = solver(Tables(documents, units, {}, unit_topics), sides)["topic"]
made = run("topic", params.axes, params.main, found, solve)
for path, (_, table) in zip(snakemake.output.topic, made, strict=True):
    write_table(table, path, "multiverse")
