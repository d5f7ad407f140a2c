"""How often the sides speak of each topic, over time, with the events marked."""

import pandas as pd

from lasthope.figures.drawing import Drawing, Options, counted
from lasthope.figures.theme import in_our_look
from lasthope.figures.time_panels import draw_over_time
from lasthope.prevalence import over_time


@in_our_look
def draw(
    *,
    documents: pd.DataFrame,
    units: pd.DataFrame,
    topics: pd.DataFrame,
    unit_topics: pd.DataFrame,
    events: pd.DataFrame,
    options: Options,
) -> Drawing:
    """Draw the shares of the commonest stable topics of the sides to show.

    Of a topic that does not come back nothing is claimed, so it has no panel.
    """
    stable = topics[topics["is_stable"]]
    shares = over_time(
        documents,
        units,
        unit_topics.assign(name=unit_topics["topic"].map(str)),
        stable.assign(name=stable["topic"].map(str)),
        sides=options.sides,
        uncertainty=options.uncertainty,
    )
    n_unstable = len(topics) - len(stable)
    note = f"Unstable, and so not drawn: {counted(n_unstable, 'topic')}."
    return draw_over_time(
        shares,
        documents,
        events,
        heading="Topics over time",
        noun="stable topic",
        verb="belong to",
        options=options,
        note=lambda _: note if n_unstable else "",
    )
