"""Do the findings survive other reasonable choices?

A universe is one choice of each kind. The analysis is run in every one, and a finding
is as sure as the share of universes that agree with it: Steegen, S., Tuerlinckx, F.,
Gelman, A. and Vanpaemel, W. (2016). Increasing transparency through a multiverse
analysis. Perspectives on Psychological Science 11(5), 702-712. A universe that fails
is told with its reason and counts as one that does not agree.
"""
