"""How acts on one certificate stand in the ledger."""

from __future__ import annotations

from typing import Any

from award.certificates.models import Certificate
from award.core import ledger
from award.people.models import User

REASON_LENGTH = 500


def remember(action: str, certificate: Certificate, actor: User | None, **content: Any) -> None:
    """Record an act on a certificate, under its number."""
    ledger.record(
        action,
        certificate,
        actor=actor,
        edition_id=certificate.edition_id,
        number=certificate.number,
        **content,
    )
