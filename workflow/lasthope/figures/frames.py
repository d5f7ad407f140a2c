"""Which frames each side uses, and how often."""

import pandas as pd

from lasthope.figures.drawing import Drawing, Options
from lasthope.figures.shares import draw_shares
from lasthope.figures.theme import in_our_look


@in_our_look
def draw(
    *,
    comparison: pd.DataFrame,
    options: Options,
    agreement: pd.DataFrame | None = None,
) -> Drawing:
    """Draw the share of each side's sentences that carry each frame."""
    return draw_shares(
        comparison,
        facet="frame",
        verb="carry",
        title="Frames by side",
        options=options,
        agreement=agreement,
    )
