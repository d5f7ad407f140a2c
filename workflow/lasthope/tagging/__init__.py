"""Find the patterns of a codebook in millions of texts, as a compiled automaton.

What is found is what :mod:`lasthope.matching` finds, many times faster. A text is read
once. Its letters drive an automaton over *letters*, which gives each run of letters a
*class*: which words of the patterns it is (:mod:`lasthope.tagging.spelling`). The
classes and what stands between the runs drive an automaton over *runs*, which finds the
patterns (:mod:`lasthope.tagging.phrases`). Both are made by the subset construction:

    Rabin, M. O. and Scott, D. (1959). Finite automata and their decision problems. IBM
    Journal of Research and Development 3(2), 114-125.
"""
