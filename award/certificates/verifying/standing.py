"""Whether a certificate stands, as anyone may know it. Plain data."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from award.certificates.states import CertificateState as C
from award.certificates.states import SignatureMode

if TYPE_CHECKING:
    from award.certificates.models import Certificate


class Standing(StrEnum):
    """Why a PDF could not be made is the organiser's business: to the public it is being made."""

    VALID = "valid"
    BEING_MADE = "being_made"
    BEING_SIGNED = "being_signed"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


_STANDINGS = {
    C.READY: Standing.VALID,
    C.QUEUED: Standing.BEING_MADE,
    C.FAILED: Standing.BEING_MADE,
    C.UNSIGNED: Standing.BEING_SIGNED,
    C.SUPERSEDED: Standing.SUPERSEDED,
    C.REVOKED: Standing.REVOKED,
}


def standing(certificate: Certificate) -> Standing:
    """What holds now."""
    return _STANDINGS[certificate.state]


def is_specimen(certificate: Certificate) -> bool:
    """Whether it honours nobody: made by a demonstration, or issued as an unsigned example."""
    example = certificate.batch.signature_mode == SignatureMode.DEMO
    return bool(certificate.facts.get("demo")) or example


def since(certificate: Certificate) -> datetime:
    """Since when that holds."""
    moments = {
        Standing.VALID: certificate.signed_at or certificate.ready_at,
        Standing.SUPERSEDED: certificate.superseded_at,
        Standing.REVOKED: certificate.revoked_at,
    }
    return moments.get(standing(certificate)) or certificate.issued_at


def reason(certificate: Certificate) -> str:
    """Why it was revoked or superseded, in the words of whoever did so; empty otherwise."""
    if certificate.state == C.SUPERSEDED and certificate.replaced_by is not None:
        return certificate.replaced_by.correction
    return certificate.revoked_reason if certificate.state == C.REVOKED else ""
