"""A certificate as an Open Badges 3.0 credential: plain values, ready to be signed.

https://www.imsglobal.org/spec/ob/v3p0/ , on the W3C Verifiable Credentials Data Model 2.0. It
says no more of the person than the certificate does: a name, no address and no account.
"""

from __future__ import annotations

from typing import Any

from award.certificates.models import Certificate
from award.certificates.verifying.standing import Standing, is_specimen, reason, since, standing
from award.certificates.verifying.statement import address_of

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
ISSUER = "/.well-known/penerbit.json"
KEYS = "/lencana/kunci"
GOVERNMENT = "Pemerintah Kabupaten Badung"


def issuer(base_url: str) -> dict[str, Any]:
    """The profile of who issues."""
    return {
        "id": f"{base_url}{ISSUER}",
        "type": ["Profile"],
        "name": GOVERNMENT,
        "url": base_url,
    }


def credential(certificate: Certificate, base_url: str) -> dict[str, Any]:
    """The credential of a certificate; the same certificate always gives the same."""
    page = address_of(base_url, certificate.code)
    facts = {**certificate.facts, "demo": is_specimen(certificate)}
    return {
        "@context": list(CONTEXTS),
        "id": f"{page}/lencana",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _title(facts),
        "issuer": issuer(base_url),
        "validFrom": certificate.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": _subject(facts, page),
        "credentialStatus": {"id": f"{page}/lencana/status", "type": "1EdTechRevocationList"},
    }


def claims(certificate: Certificate, base_url: str) -> dict[str, Any]:
    """What is signed: the credential and what JSON Web Tokens say in their own words."""
    made = credential(certificate, base_url)
    return {
        **made,
        "iss": made["issuer"]["id"],
        "jti": made["id"],
        "sub": made["credentialSubject"]["id"],
        "nbf": int(certificate.issued_at.timestamp()),
    }


def revocations(certificate: Certificate, base_url: str) -> dict[str, Any]:
    """The list, of this one credential, that says whether it was revoked
    (https://www.imsglobal.org/spec/vcrl/v1p0/): nobody learns of others by it."""
    page = address_of(base_url, certificate.code)
    gone = standing(certificate) in (Standing.REVOKED, Standing.SUPERSEDED)
    entry = {
        "id": f"{page}/lencana",
        "revoked": True,
        "revocationReason": reason(certificate),
        "revokedAt": since(certificate).isoformat(timespec="seconds"),
    }
    return {
        "id": f"{page}/lencana/status",
        "issuer": f"{base_url}{ISSUER}",
        "revokedCredential": [entry] if gone else [],
    }


def _title(facts: dict[str, Any]) -> str:
    event = f"{facts['competition']} {facts['year']}"
    told = ", ".join(filter(None, (facts["predicate"], facts.get("category"), event)))
    return f"Contoh: {told}" if facts.get("demo") else told


def _subject(facts: dict[str, Any], page: str) -> dict[str, Any]:
    return {
        "id": f"{page}#penerima",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityHash": facts["recipient"],
                "identityType": "name",
                "hashed": False,
            }
        ],
        "achievement": {
            "id": f"{page}#penghargaan",
            "type": ["Achievement"],
            "achievementType": "Award",
            "name": _title(facts),
            "description": _description(facts),
            "criteria": {"id": page, "narrative": _criteria(facts)},
            "inLanguage": facts.get("language", "id"),
        },
    }


def _description(facts: dict[str, Any]) -> str:
    if facts.get("innovation"):
        return f"{facts['predicate']}: {facts['innovation']}"
    return str(facts["predicate"])


def _criteria(facts: dict[str, Any]) -> str:
    """On what the award rests: the decree where there is one, and who signed."""
    told = (facts.get("decree"), facts["number"], facts["signer_office"], facts["date_text"])
    return "; ".join(filter(None, told))
