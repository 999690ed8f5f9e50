"""What is known about a signature, and why a file is refused: plain data, no cryptography."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Refusal(StrEnum):
    """Why an uploaded file is not taken over as the signed certificate."""

    NOT_PDF = "not_pdf"
    FOREIGN = "foreign"
    OTHER_BATCH = "other_batch"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    BROKEN = "broken"
    CHANGED = "changed"
    COVERED = "covered"
    UNTRUSTED = "untrusted"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    REVOKED = "revoked"
    TAKEN = "taken"
    NOT_WAITING = "not_waiting"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    BAD_NAME = "bad_name"
    BAD_ARCHIVE = "bad_archive"
    STORAGE = "storage"
    UNEXPECTED = "unexpected"


class Revocation(StrEnum):
    """Whether a signer's certificate was revoked, as the signed file itself proves; `UNCHECKED`
    where it carries nothing that says so."""

    UNCHECKED = "unchecked"
    GOOD = "good"
    REVOKED = "revoked"


class RefusedError(ValueError):
    """A file is refused; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Signature:
    """Who signed and when, as the signature itself says and as our list of roots confirms.

    `time` is the signer's own clock, `timestamp` that of a timestamp authority, both ISO 8601
    with an offset or empty. `level` is `PAdES B-B`, `PAdES B-T` or `PKCS#7`. `trusted` says that
    the certificate leads to a root we know; `bsre` that, besides, BSrE issued it. `revocation` is
    a word of `Revocation`.
    """

    signer: str
    organisation: str
    issuer: str
    time: str
    timestamp: str
    level: str
    trusted: bool
    bsre: bool
    revocation: str = Revocation.UNCHECKED

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return dataclasses.asdict(self)
