"""Excusing an agency from the duty of one innovation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.models import Edition
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.entries.actions.holding import required
from award.entries.models import Waiver
from award.entries.queries_board import waiver_of
from award.people.models import Agency, User

REASON_LIMIT = 500


def waive(*, edition: Edition, agency: Agency, reason: str, actor: User) -> Waiver:
    """Excuse the agency in this edition; one that is excused already gets the new reason."""
    ensure("board:waive", edition, actor)
    if not (agency.duty and agency.active):
        raise Invalid(_l("Instansi ini tidak wajib mengajukan inovasi."))
    reason = required("reason", reason, _l("Tulis alasan pengecualian."), REASON_LIMIT)
    waiver = waiver_of(edition, agency) or Waiver(edition_id=edition.id, agency_id=agency.id)
    waiver.reason, waiver.by_id, waiver.at = reason, actor.id, clock.now()
    db.session.add(waiver)
    db.session.flush()
    _record("board.waived", edition, agency, actor, reason=reason)
    return waiver


def end_waiver(*, edition: Edition, agency: Agency, actor: User) -> None:
    """The agency owes its innovation again. Safe to repeat."""
    ensure("board:waive", edition, actor)
    waiver = waiver_of(edition, agency)
    if waiver is None:
        return
    db.session.delete(waiver)
    db.session.flush()
    _record("board.waiver_ended", edition, agency, actor)


def _record(action: str, edition: Edition, agency: Agency, actor: User, **content: object) -> None:
    ledger.record(action, agency, actor=actor, edition_id=edition.id, agency=agency.code, **content)
