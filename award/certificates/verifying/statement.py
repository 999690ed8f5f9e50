"""What machines read about a certificate: plain values, described in `docs/verification.md`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from award.certificates.models import Certificate
from award.certificates.queries_public import Trail
from award.certificates.signing.signatures import Revocation
from award.certificates.signing.words import names_printed
from award.certificates.states import SignatureMode
from award.certificates.verifying.standing import Standing, is_specimen, reason, since, standing
from award.core import ledger

VERSION = 1
FACTS = (
    *("issuer", "title", "recipient", "predicate", "category", "innovation", "competition"),
    *("year", "decree", "place", "date_text", "signer_name", "signer_office", "language"),
)
"""What is told of the facts printed: all but the signer's rank and number as a civil servant."""


def address_of(base_url: str, code: str) -> str:
    """The public page of a certificate."""
    return f"{base_url}/v/{code}"


def statement(certificate: Certificate, trail: Trail, base_url: str) -> dict[str, Any]:
    """Everything that anyone may know about a certificate. Moments are ISO 8601 in UTC."""
    held = standing(certificate)
    page = address_of(base_url, certificate.code)
    return {
        "version": VERSION,
        "url": page,
        "code": certificate.code,
        "number": certificate.number,
        "kind": certificate.kind.value,
        "demo": is_specimen(certificate),
        "valid": held is Standing.VALID,
        "status": held.value,
        "status_since": _moment(since(certificate)),
        "status_reason": reason(certificate) or None,
        "replaces": _other(certificate.replaces, base_url),
        "superseded_by": _other(_successor(certificate), base_url),
        "correction": certificate.correction or None,
        "facts": {name: certificate.facts.get(name) for name in FACTS},
        "issued_at": _moment(certificate.issued_at),
        "files": files_of(certificate),
        "signature": _signature(certificate),
        "ledger": _ledger(trail),
        "badge": f"{page}/lencana.jwt" if held is Standing.VALID else None,
    }


def _signature(certificate: Certificate) -> dict[str, Any] | None:
    """As found; BSrE speaks for what was signed with its tool, for no key of ours."""
    found = certificate.signature
    if not found:
        return found
    elsewhere = certificate.batch.signature_mode == SignatureMode.UPLOAD_SIGNED
    return {
        "revocation": Revocation.UNCHECKED,
        **found,
        "bsre": found["bsre"] and elsewhere,
        "as_printed": names_printed(found, certificate.facts["signer_name"]),
    }


def files_of(certificate: Certificate) -> list[dict[str, Any]]:
    """Every file of ours with its part, SHA-256 and size in bytes (unknown before signing)."""
    known = (
        ("certificate", certificate.sha256, certificate.size),
        ("courtesy_copy", certificate.courtesy_sha256, certificate.courtesy_size),
        ("before_signature", certificate.base_sha256, None),
    )
    return [{"part": part, "sha256": sha, "size": size} for part, sha, size in known if sha]


def _successor(certificate: Certificate) -> Certificate | None:
    superseded = standing(certificate) is Standing.SUPERSEDED
    return certificate.replaced_by if superseded else None


def _other(certificate: Certificate | None, base_url: str) -> dict[str, str] | None:
    if certificate is None:
        return None
    return {"number": certificate.number, "url": address_of(base_url, certificate.code)}


def _ledger(trail: Trail) -> dict[str, Any]:
    minutes = trail.minutes
    return {
        "issued": _act(trail.issued),
        "last_of_edition": _act(trail.last),
        "printed_on_minutes": minutes and {"seq": minutes.seq, "hash": minutes.hash},
    }


def _act(act: ledger.Act | None) -> dict[str, Any] | None:
    return None if act is None else {"seq": act.seq, "at": _moment(act.at), "hash": act.hash}


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
