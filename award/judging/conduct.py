"""The code of conduct that every judge signs before the first entry opens."""

from __future__ import annotations

import hashlib

from award.core.db import Text2
from award.core.ledger import canonical


def fingerprint(text: Text2) -> str:
    """SHA-256 of the wording in both languages; empty where an edition has no code of conduct."""
    if not any(words.strip() for words in text.values()):
        return ""
    return hashlib.sha256(canonical(text).encode()).hexdigest()
