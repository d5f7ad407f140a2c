"""Code the sentences of the practice corpus by what was planted in them."""

import pandas as pd

from lasthope.coding.sheets import DONE, YES
from lasthope.errors import UserError
from lasthope.practice import SHARES, corpus

# The sources of config/cases/practice.yaml.
SOURCE = "synthetic-{side}:synthetic-{side}-{number:04}"
CATEGORIES = [name for name, (facet, *_) in SHARES.items() if facet != "topic"]
PROVENANCE = (
    "Synthetic data: not coded by anyone; each sentence bears what was planted in it.\n"
)


def planted(seed: int) -> dict[str, tuple[str, ...]]:
    """Return, by doc_id, what each sentence of the corpus holds.

    Args:
        seed: of the corpus.
    """
    return {
        SOURCE.format(side=side, number=number): post.holds
        for side, posts in corpus(seed).items()
        for number, post in enumerate(posts, 1)
    }


def coded(
    sample: pd.DataFrame, units: pd.DataFrame, holds: dict[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Return the sheet of a coder who knows what was planted.

    Args:
        sample: item and unit_id of the units to code.
        units: unit_id, doc_id and sentence.
        holds: what :func:`planted` returned.

    Raises:
        UserError: if a unit is not of the corpus.
    """
    told = sample.merge(units[["unit_id", "doc_id", "sentence"]], on="unit_id")
    places = zip(told["doc_id"], told["sentence"], strict=True)
    try:
        held = [holds[doc_id][sentence] for doc_id, sentence in places]
    except (KeyError, IndexError) as error:
        raise UserError(
            "the sample holds units that are not of the practice corpus; draw it with "
            "`make coding CASE=practice`."
        ) from error
    marks = {name: [YES if one == name else "" for one in held] for name in CATEGORIES}
    return pd.DataFrame({"item": told["item"], DONE: YES, **marks})
