"""Classifiers learned from hand coding, which tag beside the rules of the codebook.

:mod:`~lasthope.classifier.training` learns them, :mod:`~lasthope.classifier.files`
keeps them without pickle, and :mod:`~lasthope.classifier.tagging` applies them, in
whole numbers alone. What they look at (n-grams, vectors, style) the benchmarks look at
too.
"""
