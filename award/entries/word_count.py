"""How many words a text has: the one rule, on the server as in ``static/js/counter.js``.

A word is what stands between white space (the Unicode property ``White_Space``), so that
``sebelum-sesudah`` is one word, and so is an emoji or a run of Balinese script.
"""

from __future__ import annotations

import re

_WHITE_SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")

CHARACTERS_PER_WORD = 40
"""Most characters a section may keep for each word of its limit: longer is no prose."""


def count_words(text: str) -> int:
    """The number of words."""
    return sum(1 for word in _WHITE_SPACE.split(text) if word)


def excess(text: str, max_words: int) -> int:
    """How many words are too many; 0 within the limit."""
    return max(0, count_words(text) - max_words)


def max_characters(max_words: int) -> int:
    """Most characters that a draft of this section may have."""
    return max_words * CHARACTERS_PER_WORD
