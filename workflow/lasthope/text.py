"""How every step reads text: editorial insertions masked, words counted one way."""

import re

# What an editor put in: a spelling vouched for, or what stands for a private person's
# name, link or address (lasthope.people.mask).
EDITORIAL = re.compile(r"\[(?:sic[.!]?|name|link|email|number)\]", re.IGNORECASE)
# A word starts with a letter or digit and may hold inner apostrophes and hyphens.
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def mask_editorial(text: str) -> str:
    """Replace each editorial insertion by as many spaces, so that offsets still hold.

    >>> mask_editorial("the worlds [sic] last hope")
    'the worlds       last hope'
    """
    return EDITORIAL.sub(lambda match: " " * len(match[0]), text)


def words(text: str) -> list[str]:
    """Return the lower-cased words of a text, without editorial insertions.

    Curly apostrophes become straight, so that both spellings count as one word.

    >>> words("They don’t want the world’s [sic] last-minute HOPE!")
    ['they', "don't", 'want', 'the', "world's", 'last-minute', 'hope']
    """
    return [
        match.lower().replace("’", "'") for match in WORD.findall(mask_editorial(text))
    ]
