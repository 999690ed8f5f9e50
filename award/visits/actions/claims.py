"""Listing the claims of a proposal that are checked on the spot."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.core import ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.core.text import clean_line
from award.people.models import User
from award.visits.models import LONGEST_CLAIM, Claim, Photo, Visit
from award.visits.queries.visits import held_claim, held_visit

MOST_CLAIMS = 30
"""Of one entry: the key claims, not every sentence."""


def add_claim(*, visit: Visit, text: str, section: str, impact: bool, actor: User) -> Claim:
    """Put a claim at the end of the list.

    Raises ``Invalid`` for an empty or overlong text, a section the form lacks, and a full list.
    """
    held_visit(visit)
    ensure("claim:write", visit, actor)
    db.session.refresh(visit, ["claims"])
    if len(visit.claims) >= MOST_CLAIMS:
        raise Invalid(_l("Satu usulan memuat paling banyak %(most)s klaim.", most=MOST_CLAIMS))
    claim = Claim(
        visit_id=visit.id,
        position=max((each.position for each in visit.claims), default=0) + 1,
        text=_text(text),
        section=_section(visit, section),
        impact=impact,
        version=0,
    )
    visit.claims.append(claim)
    db.session.flush()
    _record("claim.added", claim, actor)
    return claim


def change_claim(*, claim: Claim, text: str, section: str, impact: bool, actor: User) -> Claim:
    """Reword a claim that nobody has judged yet; the same words again change nothing.

    Raises ``Invalid`` once it has a verdict, otherwise as :func:`add_claim`.
    """
    held_claim(claim)
    ensure("claim:write", claim.visit, actor)
    said = (_text(text), _section(claim.visit, section), impact)
    if said == (claim.text, claim.section, claim.impact):
        return claim
    _refuse_judged(claim)
    claim.text, claim.section, claim.impact = said
    db.session.flush()
    _record("claim.changed", claim, actor)
    return claim


def remove_claim(*, claim: Claim, actor: User) -> None:
    """Take a claim off the list. Raises ``Invalid`` once it has a verdict or a photo."""
    held_claim(claim)
    ensure("claim:write", claim.visit, actor)
    _refuse_judged(claim)
    _record("claim.removed", claim, actor)
    claim.visit.claims.remove(claim)
    db.session.delete(claim)
    db.session.flush()


def _refuse_judged(claim: Claim) -> None:
    photos = select(Photo.id).where(Photo.claim_id == claim.id).limit(1)
    if claim.version or db.session.scalar(photos):
        raise Invalid(_l("Klaim ini sudah diperiksa; kata-katanya tidak dapat diubah lagi."))


def _text(text: str) -> str:
    said = clean_line(text)
    if not said:
        sentence = _l("Tulis klaimnya dalam satu kalimat.")
        raise Invalid(sentence, {"text": sentence})
    if len(said) > LONGEST_CLAIM:
        sentence = _l("Klaim paling panjang %(max)s karakter.", max=LONGEST_CLAIM)
        raise Invalid(sentence, {"text": sentence})
    return said


def _section(visit: Visit, section: str) -> str:
    if section and section not in {each.key for each in visit.round.edition.form}:
        sentence = _l("Bagian ini tidak ada dalam formulir.")
        raise Invalid(sentence, {"section": sentence})
    return section


def _record(action: str, claim: Claim, actor: User) -> None:
    visit = claim.visit
    ledger.record(
        action,
        claim,
        actor=actor,
        edition_id=visit.round.edition_id,
        entry_id=visit.entry_id,
        text=claim.text,
        section=claim.section,
        impact=claim.impact,
    )
