"""Write a figure with all that is published beside it."""

import json
from collections.abc import Mapping

from lasthope.figures.drawing import Drawing, marked_synthetic
from lasthope.figures.theme import render
from lasthope.tables import to_csv, write_bytes, write_text

FORMS = ("svg", "pdf", "png")


def write_drawing(
    drawing: Drawing, paths: Mapping[str, str], *, is_synthetic: bool
) -> None:
    """Write a figure in all forms, its table, and its words.

    Args:
        drawing: the figure.
        paths: where ``svg``, ``pdf``, ``png``, ``csv`` and ``json`` go.
        is_synthetic: whether the data were made up, which the figure then says.
    """
    drawn = marked_synthetic(drawing) if is_synthetic else drawing
    for form in FORMS:
        write_bytes(paths[form], render(drawn.figure, form))
    write_bytes(paths["csv"], to_csv(drawn.table))
    words = {key: getattr(drawn, key) for key in ("title", "caption", "alt")}
    text = json.dumps(words, indent=2, sort_keys=True, ensure_ascii=False)
    write_text(paths["json"], text + "\n")
