"""The figures: one module each, whose ``draw`` makes a drawing from tables.

To add a figure, add a module with ``draw(*, <tables>, options)`` that returns a
:class:`lasthope.figures.drawing.Drawing`, and one line to the configuration's
``figures``: its name and the tables it reads.
"""
