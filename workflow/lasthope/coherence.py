"""Topic coherence: do the words that describe a topic stand together in the texts?"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import fsum, log, nan


def coherence(
    topics: Sequence[Sequence[str]], texts: Iterable[Iterable[str]]
) -> list[float]:
    """Return the mean NPMI over the pairs of each topic's words.

    Lau, Newman and Baldwin, "Machine reading tea leaves: automatically evaluating topic
    coherence and topic model quality", EACL 2014. The windows are whole texts. With few
    or short texts most words never meet, and the mean is near -1 whatever the topics.

    Args:
        topics: the words of each.
        texts: the words of each; a copy should not be among them.

    Returns:
        From -1 to 1, nan for a topic without any pair that has an NPMI.
    """
    windows: dict[str, set[int]] = {word: set() for words in topics for word in words}
    n_windows = 0
    for number, text in enumerate(texts):
        n_windows = number + 1
        for word in windows.keys() & set(text):
            windows[word].add(number)
    return [mean_npmi(words, windows, n_windows) for words in topics]


def mean_npmi(
    words: Sequence[str], windows: Mapping[str, set[int]], n_windows: int
) -> float:
    """Return the mean NPMI over pairs of words, nan if no pair has any."""
    values = [
        npmi(len(windows[a]), len(windows[b]), len(windows[a] & windows[b]), n_windows)
        for a, b in combinations(words, 2)
    ]
    defined = [value for value in values if value is not None]
    return fsum(defined) / len(defined) if defined else nan


def npmi(n_a: int, n_b: int, n_both: int, n: int) -> float | None:
    """Return the normalised pointwise mutual information of two words.

    Bouma, "Normalized (pointwise) mutual information in collocation extraction", GSCL
    2009: ln(p(a, b) / (p(a) p(b))) / -ln p(a, b), from -1 (never together) over 0
    (independent) to 1 (never apart). Undefined for words that are in every window.

    Args:
        n_a: windows with the one word.
        n_b: windows with the other.
        n_both: windows with both.
        n: all windows.

    >>> npmi(2, 2, 2, 8), npmi(4, 4, 2, 8), npmi(1, 1, 0, 8), npmi(8, 8, 8, 8)
    (1.0, 0.0, -1.0, None)
    """
    if n_both == n:
        return None
    if n_both == 0:
        return -1.0
    return log(n_both * n / (n_a * n_b)) / log(n / n_both)
