"""Verification codes: unguessable, easy to read aloud and to type. Pure."""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that no two symbols look alike."""
LENGTH = 20
"""Symbols of five bits each: 100 bits."""
GROUP = 4

_LOOKALIKES = str.maketrans("OIL", "011")


def new_code() -> str:
    """A fresh code as printed, ``7KQM-4TXB-…``."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def normal(typed: str) -> str:
    """What was typed or scanned as a code is printed; letter case, spaces and dashes are free.

    Something that cannot be a code comes back as an empty text.
    """
    symbols = re.sub(r"[\s\-‐-―.]", "", typed).upper().translate(_LOOKALIKES)
    fits = len(symbols) == LENGTH and set(symbols) <= set(ALPHABET)
    return _grouped(symbols) if fits else ""


def _grouped(symbols: str) -> str:
    return "-".join(symbols[n : n + GROUP] for n in range(0, LENGTH, GROUP))
