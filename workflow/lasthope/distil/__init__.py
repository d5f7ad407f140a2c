"""Distil a sentence model into the static embedding that ships with the project.

A static embedding has one vector per token; a text's vector is the sum of its tokens'
vectors. :mod:`~lasthope.distil.wordnet` gives texts, :mod:`~lasthope.distil.teacher`
what the sentence model makes of them, :mod:`~lasthope.distil.tokens` the vocabulary,
and :mod:`~lasthope.distil.fit` the vectors. Nothing here runs in the pipeline.
"""
