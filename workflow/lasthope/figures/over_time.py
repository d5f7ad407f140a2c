"""How often the sides use each frame, over time, with the events marked."""

import pandas as pd

from lasthope.figures.drawing import Drawing, Options
from lasthope.figures.theme import in_our_look
from lasthope.figures.time_panels import draw_over_time
from lasthope.prevalence import over_time


@in_our_look
def draw(
    *,
    documents: pd.DataFrame,
    units: pd.DataFrame,
    tags: pd.DataFrame,
    categories: pd.DataFrame,
    events: pd.DataFrame,
    options: Options,
) -> Drawing:
    """Draw the shares of the commonest frames of the sides to show."""
    shares = over_time(
        documents,
        units,
        tags.rename(columns={"category": "name"}),
        categories[categories["facet"].eq("frame")].rename(
            columns={"category": "name"}
        ),
        sides=options.sides,
    )
    return draw_over_time(
        shares,
        documents,
        events,
        heading="Frames over time",
        noun="frame",
        verb="hold",
        options=options,
    )
