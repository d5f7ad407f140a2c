"""Keep private people private: pseudonyms for names, masks for what leads to them.

A pseudonym is a keyed hash (HMAC, RFC 2104): without the key nobody can tell whose it
is, not even by trying all names, and with the same key a person has the same one in
every source. The key stays with whoever runs the pipeline; it is never in results.

In a text, what leads to a person is replaced by one of four editorial insertions:
``[name]`` for mentions, ``[link]``, ``[email]`` and ``[number]``. Words that only
happen to be somebody's name cannot be told from other words and stay.
"""

import hmac
import os
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Callable, Collection
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from lasthope.errors import UserError

KEY_VARIABLE = "LASTHOPE_KEY"
LEAST_CHARACTERS = 16
KEY_BYTES = 32
HEX_KEY = re.compile(rb"[0-9a-f]{64}\n?")
# 64 bits: among 10 million people the chance that any two share one is 3 in 1 million.
HEX_DIGITS = 16
CACHED = 2**16

NAME, LINK, EMAIL, NUMBER = INSERTIONS = "[name]", "[link]", "[email]", "[number]"
# Shorter handles are too often ordinary words.
LEAST_NAME = 4


def key(path: Path) -> bytes:
    """Return the key of all pseudonyms, made on first use.

    It comes from the environment variable ``LASTHOPE_KEY``, any text of at least 16
    characters, or else from a file that only its owner can read. Several processes
    may ask for it at once: whichever is first makes it.

    Args:
        path: the file, which git must ignore.

    Raises:
        UserError: if the variable is too short or the file cannot be made or read or
            holds no key.
    """
    given = os.environ.get(KEY_VARIABLE)
    if given is not None:
        if len(given) < LEAST_CHARACTERS:
            raise UserError(
                f"{KEY_VARIABLE} has {len(given)} characters; set it to a secret of "
                f"at least {LEAST_CHARACTERS}, or unset it to use {path}."
            )
        return sha256(given.encode("utf-8", "surrogateescape")).digest()
    try:
        if not path.exists():
            _make_key(path)
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path}: the key of the pseudonyms cannot be made or read "
            f"({error.strerror}); make its folder writable or set {KEY_VARIABLE}."
        ) from error
    if not HEX_KEY.fullmatch(content):
        raise UserError(
            f"{path} holds no key, which is {2 * KEY_BYTES} hexadecimal digits; put "
            "back the file that was there, or delete it to begin with new pseudonyms."
        )
    return bytes.fromhex(content.decode("ascii"))


def key_fingerprint(path: Path) -> str:
    """Return what tells keys apart and nothing else of them; see :func:`key`."""
    return hmac.digest(key(path), b"fingerprint", "sha256").hex()[:HEX_DIGITS]


def _make_key(path: Path) -> None:
    """Write a new key, unless another process was quicker."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whole before it has its name, so that nobody ever reads half a key; made for its
    # owner alone (mode 0600) by mkstemp.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".key")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
        # Fails, unlike a rename, where the name is taken.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def pseudonym(handle: str, key: bytes) -> str:
    """Return the pseudonym of a person, the same for all spellings of a handle.

    Args:
        handle: a handle or name; case, width of letters, outer white space and a
            leading @ make no difference.
        key: what :func:`key` returned.

    >>> pseudonym("@Example", b"secret") == pseudonym("example", b"secret")
    True
    """
    if handle.isascii():  # in normal form as it is
        folded = handle.strip().removeprefix("@").lower()
    else:  # casefolding can undo the normal form ("ΐ"), so it is made twice
        plain = unicodedata.normalize("NFKC", handle).strip().removeprefix("@")
        folded = unicodedata.normalize("NFKC", plain.casefold())
    message = folded.encode("utf-8", "surrogatepass")
    return "p-" + hmac.digest(key, message, "sha256").hex()[:HEX_DIGITS]


class Pseudonyms:
    """Pseudonyms of many handles; those seen lately are remembered.

    >>> of = Pseudonyms(b"secret")
    >>> of("example") == pseudonym("example", b"secret")
    True
    """

    def __init__(self, key: bytes):
        @lru_cache(CACHED)
        def of(handle: str) -> str:
            return pseudonym(handle, key)

        self._of = of

    def __call__(self, handle: str) -> str:
        """Return the pseudonym of a handle."""
        return self._of(handle)


def no_word(name: str) -> bool:
    """Take no name for a common word."""
    return False


def mask(
    text: str,
    *,
    names: Collection[str] = (),
    is_common: Callable[[str], bool] = no_word,
) -> str:
    """Replace what leads to a person by insertions in square brackets.

    - Every @ (also full-width) right before a letter, digit or underscore: with what
      stands round it an e-mail address, or else a mention. ``a@b`` becomes
      ``a[name]``, since "thanks@somebody" must not give somebody away; ``f@ck`` pays
      for it. ``@ 5pm`` is no mention.
    - Links: anything with ``://``, ``www.``, and ``example.com/…`` or
      ``example.com:80``. A bare ``example.com`` stays: it names a site, as words do.
    - E-mail addresses, also written ``somebody (at) example (dot) com``.
    - Telephone numbers written as ``+44 20 7946 0000`` or ``202-555-0100``; other
      digits may be dates or sums and stay.

    Punctuation after a link stays outside it. Hashtags stay. Masking twice is masking
    once. Takes time in proportion to the length of the text.

    Args:
        text: a text as :func:`lasthope.clean.clean_text` returns it; in others unseen
            characters may hide part of a name.
        names: handles or names of the author and of whoever is quoted, which are also
            masked as whole words, in any case, without the @.
        is_common: whether a name, in lower case, is a common word; such names, and
            those under 4 characters, are masked only with the @.

    >>> mask("RT @example: see www.example.org/a, or write to a@example.org.")
    'RT [name]: see [link], or write to [email].'
    """
    masked = TRACE.sub(_insertion, text) if _may_hold_trace(text) else text
    return _without_names(masked, names, is_common) if names else masked


# What a name is made of: letters, digits, underscores, and the signs that belong to a
# letter, which Python does not count as letters: accents, Hebrew and Arabic points,
# the vowels of India and South-East Asia.
L = (
    r"\w\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a"
    r"\u064b-\u065f\u0670\u06d6-\u06dc\u0711\u0730-\u074a\u0900-\u0963\u0966-\u109f"
    r"\u1780-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f"
)
AT = "[@＠﹫]"
# Whatever a link may hold: it ends at white space, quotation marks and the
# punctuation of Chinese and Japanese.
IN_LINK = r"[^\s<>\"“”„«»、。，！？（）「」『』【】]"
# How an @ or a dot is spelled out to deceive machines.
SPELLED_AT = r"\s?[(\[{<]\s?at\s?[)\]}>]\s?"
SPELLED_DOT = r"\s?[(\[{<]\s?dot\s?[)\]}>]\s?"
ENDINGS = "com|net|org|edu|gov|info|us|uk|ca|de|me|io|tv|co"
# A run of letters and punctuation is looked at from its start alone, lest a long one
# be looked at from each of its places; what stands after an insertion is the rest of
# a run whose start was replaced.
AFTER = "".join(rf"(?<!{re.escape(insertion)})" for insertion in INSERTIONS)
LOCAL = rf"(?<![{L}.+%\-]){AFTER}[.+%\-]*+[{L}][{L}.+%\-]*+"
DOMAIN = rf"[{L}][{L}\-]*+(?:\.[{L}\-]++)++"
# The end of a word, or where the next link is stuck to it.
END = rf"(?:(?![{L}])|(?=https?://))"
SEPARATOR = r"(?:[\s.\-\u2010\u2011\u2013]{1,2}+)"
# How an area code or exchange of North America is made, by its numbering plan.
AREA = "[2-9][0-9]{2}"

TRACE = re.compile(
    rf"""
    (?P<link>
        https?://{IN_LINK}*+
      | (?<![{L}])[a-z][a-z0-9+]{{1,11}}+(?<!http)(?<!https)://{IN_LINK}++
      | (?<![{L}])www\d?\.(?=\w){IN_LINK}++
      | (?<![{L}.@＠﹫\-]){AFTER}[{L}](?:[{L}\-]*+\.(?=[{L}\-]))++[^\W\d_]{{2,}}+
        (?::\d++)?+(?:/{IN_LINK}*+|(?<=\d){END}|[?#](?=[{L}]){IN_LINK}++)
    )
  | (?P<email>
        (?:(?<![{L}])mailto:)?+{LOCAL}(?:
            {AT}{DOMAIN}
          | {SPELLED_AT}[{L}][{L}\-]*+(?:(?:\.|{SPELLED_DOT}|[ ]dot[ ])[{L}\-]++)++
          | [ ]at[ ][{L}][{L}\-]*+(?-i:[ ]dot[ ]|[ ]Dot[ ]|[ ]DOT[ ])(?:{ENDINGS}){END}
        )
    )
  | (?P<name>{AT}[{L}]++(?:[.\-](?-i:[a-z0-9_])[{L}]*+)*+)
  | (?P<number>
        (?<![{L}.,/+\-]){AFTER}
        (?:
            \+[1-9][0-9]{{7,14}}
          | \+[1-9][0-9]{{0,2}}{SEPARATOR}?+(?:\(0\))?\(?[0-9]{{2,4}}\)?
            (?:{SEPARATOR}[0-9]{{2,4}}){{2,4}}
          | (?:\+?1{SEPARATOR}?+)?(?:\({AREA}\){SEPARATOR}?+|{AREA}{SEPARATOR})
            {AREA}{SEPARATOR}[0-9]{{4}}
        )
        {END}
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# None of the above is without one of these, asked for first since most texts are; to
# look for a character is much quicker than for a class of them.
SIGNS = ("@", "＠", "﹫", "://", " dot ", " Dot ", " DOT ")
DOT_OR_PLUS = (re.compile(r"\.\w"), re.compile(r"\+[0-9]"))
DIGITS = re.compile("[0-9]{4}")
BRACKETED_AT = re.compile(r"[(\[{<]\s?[Aa]")
AFTER_LINK = frozenset(".,;:!?…'’‘*~")
BRACKETS = {")": "(", "]": "[", "}": "{"}


def _may_hold_trace(text: str) -> bool:
    return (
        any(sign in text for sign in SIGNS)
        or any(sign.search(text) for sign in DOT_OR_PLUS)
        or (any(digit in text for digit in "0123456789") and bool(DIGITS.search(text)))
        or (any(mark in text for mark in "([{<") and bool(BRACKETED_AT.search(text)))
    )


def _insertion(found: re.Match[str]) -> str:
    """Return the insertion for what was found, and what does not belong to it."""
    kind, whole = str(found.lastgroup), found[0]
    end = _link_end(whole) if kind == "link" else len(whole)
    return f"[{kind}]{whole[end:]}"


def _link_end(link: str) -> int:
    """Return where a link ends, without punctuation and brackets that are not its."""
    end = len(link)
    unopened = {
        closing: link.count(closing) - link.count(opening)
        for closing, opening in BRACKETS.items()
    }
    while link[end - 1] in AFTER_LINK or unopened.get(link[end - 1], 0) > 0:
        if link[end - 1] in unopened:
            unopened[link[end - 1]] -= 1
        end -= 1
    return end


def _without_names(
    text: str, names: Collection[str], is_common: Callable[[str], bool]
) -> str:
    """Mask whole words that are one of some names."""
    lower = text.casefold()
    told = {name.removeprefix("@").strip().casefold() for name in names}
    present = [
        re.escape(name)
        for name in sorted(told, key=lambda name: (-len(name), name))
        if len(name) >= LEAST_NAME and name in lower and not is_common(name)
    ]
    if not present:
        return text
    # An insertion is passed over as a whole, should somebody be called "Link".
    insertions = "|".join(map(re.escape, INSERTIONS))
    word = rf"(?<![{L}])(?:{'|'.join(present)})(?![{L}])"
    return re.sub(
        rf"({insertions})|{word}",
        lambda found: found[1] or NAME,
        text,
        flags=re.IGNORECASE,
    )
