"""Tell whether a match is negated, as lasthope.tags.Clauses does."""

from lasthope.compiling import compiled
from lasthope.tagging.alphabet import APOSTROPHE
from lasthope.tagging.reading import WORD_FIRST, WORD_LAST, WORD_START


@compiled
def is_negated(negators, reading, n_words, n_clauses, start):
    """Tell whether a negator is among the words before a character in its clause."""
    words, symbols = reading.words, reading.symbols
    passed = first_from(reading.clause_ends, n_clauses, start)
    clause = reading.clause_ends[passed - 1] if passed > 0 else 0
    last = first_from(words[:, WORD_START], n_words, start)
    for word in range(max(0, last - negators.window), last):
        if words[word, WORD_START] >= clause:
            spelled = symbols[words[word, WORD_FIRST] : words[word, WORD_LAST]]
            for number in range(len(negators.starts) - 1):
                begin, end = negators.starts[number], negators.starts[number + 1]
                if negates(negators.symbols[begin:end], spelled):
                    return True
    return False


@compiled
def negates(negator, word):
    """Tell whether a word is a negator or, if that has an apostrophe, ends in it."""
    before = len(word) - len(negator)
    if before < 0:
        return False
    may_end = before == 0
    for place in range(len(negator)):
        if word[before + place] != negator[place]:
            return False
        may_end |= negator[place] == APOSTROPHE
    return may_end


@compiled
def first_from(places, n, place):
    """Return how many of ``n`` ascending places come before a place."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if places[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low
