"""Where a finding is mended: the page on which the fact is kept."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _

from award.certificates.facts import Fault
from award.certificates.findings import Finding
from award.certificates.recipients import Recipient
from award.certificates.states import Kind
from award.certificates.words import ADDRESSES, KINDS
from award.competitions.models import Edition

SIGNER = frozenset(("signer_office", "signer_name", "signer_rank", "signer_nip", "issuer"))
EDITION = frozenset(("number", "competition", "year"))
LOOK = frozenset(
    ("title", "closing", "predicate", "aksara", "emblem", "signature", "colours", "paper")
)
RECIPIENT = frozenset(("recipient", "innovation"))


class Way(NamedTuple):
    """A link with its words."""

    label: str
    address: str


def way(finding: Finding, edition: Edition, kind: Kind) -> Way | None:
    """The page that mends a finding for everyone whom it concerns; none where each has one."""
    fault = finding.fault
    if fault.field == "date_text" or fault.reason == "not in office":
        return Way(_("Ubah tanggal atau penanda tangan"), "#dated")
    if fault.field == "place":
        return Way(_("Ubah tempat"), "#place")
    if fault.field in SIGNER:
        return Way(_("Buka daftar penanda tangan"), url_for("signatories.index"))
    if fault.field in LOOK or fault.reason == "pale":
        label = _("Atur rancangan piagam: %(kind)s", kind=KINDS[kind])
        return Way(label, url_for("looks.edit", edition_id=edition.id, kind=ADDRESSES[kind]))
    if fault.field == "number":
        address = url_for("editions.pengaturan", edition_id=edition.id)
        return Way(_("Buka pengaturan edisi"), address)
    if fault.field in ("competition", "year", "decree"):
        return Way(_("Buka edisi"), url_for("editions.show", edition_id=edition.id))
    if fault.field == "category":
        address = url_for("editions.kategori", edition_id=edition.id)
        return Way(_("Buka kategori edisi"), address)
    return None


def way_of(fault: Fault, recipient: Recipient) -> str | None:
    """The page on which the facts of one recipient are kept."""
    if fault.field not in RECIPIENT:
        return None
    if recipient.user_id:
        return url_for("accounts.edit", user_id=recipient.user_id)
    if recipient.entry_id and fault.field == "recipient" and recipient.kept_beside:
        return url_for("teams.correct", entry_id=recipient.entry_id)
    if recipient.entry_id:
        return url_for("screening.show", entry_id=recipient.entry_id)
    return None
