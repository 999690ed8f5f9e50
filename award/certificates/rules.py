"""Who may issue, read and revoke certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from award.certificates.states import CERTIFICATE, CertificateState
from award.competitions.states import EditionState
from award.core.access import rule
from award.innovations.rules import acts_for
from award.people.rules import is_a, only_organiser
from award.people.states import Role

if TYPE_CHECKING:
    from award.certificates.ceremony.pack import Paper
    from award.certificates.models import Batch, Certificate, LayoutCheck
    from award.certificates.packing.presswork import Wish
    from award.certificates.recipients import Preparation
    from award.competitions.models import Edition

OVER = {
    CertificateState.REVOKED: _l("Piagam ini sudah dicabut."),
    CertificateState.SUPERSEDED: _l("Piagam ini sudah digantikan oleh piagam yang lebih baru."),
}
NOT_YOURS = _l("Piagam ini bukan untuk Anda atau instansi Anda.")


@rule("certificate:list")
def may_list(actor: Any, _target: object = None) -> object:
    """Organisers see which editions have certificates."""
    return only_organiser(actor)


@rule("certificate:manage")
def may_manage(actor: Any, edition: Edition) -> object:
    """Organisers prepare certificates once the results stand."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if edition.state not in (EditionState.FROZEN, EditionState.PUBLISHED):
        return _l("Piagam disiapkan setelah hasil dibekukan.")
    return None


@rule("certificate:prepare")
def may_prepare(actor: Any, preparation: Preparation) -> object:
    """Organisers prepare and preview a batch once the results stand."""
    return may_manage(actor, preparation.edition)


@rule("certificate:check")
def may_follow_check(actor: Any, _check: LayoutCheck) -> object:
    """Organisers follow how far a layout check is."""
    return only_organiser(actor)


@rule("certificate:issue")
def may_issue(actor: Any, edition: Edition) -> object:
    """Organisers issue after publication: a certificate names the decree that it rests on."""
    if (reason := may_manage(actor, edition)) is not None:
        return reason
    if edition.state != EditionState.PUBLISHED:
        return _l("Piagam diterbitkan setelah hasil diumumkan dengan nomor keputusan.")
    return None


@rule("certificate:read")
def may_read(actor: Any, _issued: Batch | Certificate) -> object:
    """Organisers read and download everything issued."""
    return only_organiser(actor)


@rule("certificate:press")
def may_press(actor: Any, wish: Wish) -> object:
    """Organisers have a batch made up for the press; with bleed while its design is the same."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if wish.edge == "potong" and not wish.same_design:
        return _l(
            "Rancangan piagam sudah berubah sejak terbitan ini, jadi lembar dengan bleed tidak "
            "akan sama. Pilih tanpa tanda potong."
        )
    return None


@rule("ceremony:prepare")
def may_prepare_ceremony(actor: Any, edition: Edition) -> object:
    """Organisers prepare the day on which certificates are handed over, after publication."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if edition.state != EditionState.PUBLISHED:
        return _l("Hari penyerahan disiapkan setelah hasil diumumkan.")
    return None


@rule("ceremony:read")
def may_read_ceremony(actor: Any, paper: Paper) -> object:
    """Who prepares the ceremony fetches its papers."""
    return may_prepare_ceremony(actor, paper.edition)


@rule("certificate:retry")
def may_retry(actor: Any, certificate: Certificate) -> object:
    """Organisers start again what could not be made."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if not CERTIFICATE.allows("retry", certificate.state):
        return _l("Hanya piagam yang gagal dibuat yang dapat diulang.")
    return None


@rule("certificate:revoke")
def may_revoke(actor: Any, certificate: Certificate) -> object:
    """Organisers revoke what is in force, waits for a signature or could not be made."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if (over := OVER.get(certificate.state)) is not None:
        return over
    if not CERTIFICATE.allows("revoke", certificate.state):
        return _l("Piagam ini belum selesai dibuat, jadi belum dapat dicabut.")
    return None


@rule("certificate:correct")
def may_correct(actor: Any, certificate: Certificate) -> object:
    """Organisers correct what is in force, waits for a signature or could not be made."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if (over := OVER.get(certificate.state)) is not None:
        return over
    if not CERTIFICATE.allows("supersede", certificate.state):
        return _l("Piagam ini sedang dibuat. Koreksi setelah PDF-nya selesai.")
    return None


@rule("certificate:reissue")
def may_reissue(actor: Any, certificate: Certificate) -> object:
    """Organisers honour again whose certificate was withdrawn."""
    if (reason := only_organiser(actor)) is not None:
        return reason
    if certificate.state != CertificateState.REVOKED:
        return _l("Hanya penerima yang piagamnya dicabut yang dapat diberi piagam kembali.")
    return None


@rule("certificate:list_of_agency")
def may_list_of_agency(actor: Any, _target: object = None) -> object:
    """Staff and heads see the certificates of their agency's entries."""
    if is_a(actor, Role.STAFF, Role.HEAD):
        return None
    return _l("Halaman ini untuk staf dan kepala perangkat daerah.")


@rule("certificate:list_of_judge")
def may_list_of_judge(actor: Any, _target: object = None) -> object:
    """Judges see their own certificates."""
    return None if is_a(actor, Role.JUDGE) else _l("Halaman ini untuk juri.")


@rule("certificate:own")
def may_download(actor: Any, certificate: Certificate) -> object:
    """Those whom it honours download it while it is in force."""
    if not honours(actor, certificate):
        return NOT_YOURS
    if (over := OVER.get(certificate.state)) is not None:
        return over
    if certificate.state == CertificateState.UNSIGNED:
        return _l("Piagam ini menunggu tanda tangan elektronik.")
    if certificate.state != CertificateState.READY:
        return _l("Piagam ini sedang dibuat. Coba lagi beberapa menit lagi.")
    return None


def honours(actor: Any, certificate: Certificate) -> bool:
    """Whether it is the actor's own, or of an entry of the actor's agency."""
    if not actor.is_authenticated:
        return False
    if certificate.entry is None:
        return certificate.subject == f"user:{actor.id}"
    agency_side = is_a(actor, Role.STAFF, Role.HEAD)
    return agency_side and acts_for(actor, certificate.entry.agency_id, certificate.entry.wall_id)
