"""Which texts tell what a topic is about: those nearest to its centre."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

# A topic of no more texts is told by all of them.
FEWEST = 10


def in_core(
    topics: ArrayLike, cosines: ArrayLike, texts: ArrayLike, share: float
) -> NDArray[np.bool_]:
    """Return which texts belong to the cores of their topics.

    What lies between two topics has words of both, and blurs either.

    Args:
        topics: of each text.
        cosines: of each text with its topic's centre.
        texts: of equally near ones the first in the alphabet is nearer.
        share: of a topic's texts, above 0, to 1.
    """
    table = pd.DataFrame(
        {
            "topic": np.asarray(topics),
            "away": -np.asarray(cosines),
            "text": np.asarray(texts, dtype=object),
        }
    ).sort_values(["topic", "away", "text"])
    groups = table.groupby("topic")["text"]
    # Without rounding, 0.07 of 100 would be more than 7.
    most = np.ceil((share * groups.transform("size")).round(9)).clip(lower=FEWEST)
    is_core = groups.cumcount() < most
    return is_core.sort_index().to_numpy(bool)
