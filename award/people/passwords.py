"""Passwords and one-time tokens."""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM = 10

_hasher = PasswordHasher()
# Checked for unknown accounts, so that they take as long as known ones.
_DECOY = _hasher.hash(secrets.token_urlsafe(16))


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


def fits(password: str, kept: str) -> bool:
    """Whether the password belongs to the kept hash; equally slow when there is none."""
    try:
        return _hasher.verify(kept or _DECOY, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def new_stamp() -> str:
    """A fresh session stamp."""
    return secrets.token_urlsafe(32)


def new_token() -> tuple[str, str]:
    """A one-time token and the hash under which it is kept."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """Tokens have 256 random bits: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
