"""Planning, moving and cancelling visits."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from award.competitions.models import Round
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, required
from award.core.text import clean_line
from award.entries.models import Entry
from award.judging.models import RoundEntry
from award.people.models import User
from award.visits import letters
from award.visits.models import LONGEST_PLACE, LONGEST_REASON, Visit
from award.visits.queries.plans import visit_of
from award.visits.queries.visits import held_visit, keep_out
from award.visits.states import VISIT, ChecklistState, VisitState


def plan_visit(
    *, round_: Round, entry: Entry, starts_at: datetime, place: str, actor: User
) -> Visit:
    """Set day, time and place of the visit to an entry, and tell its agency and its team.

    A cancelled visit is planned anew and keeps its checklist. Raises ``Invalid`` for an entry
    outside the round, one that is visited already, and a place that is missing or too long,
    ``Refused`` for an organiser who is bound to the entry.
    """
    ensure("visit:plan", round_, actor)
    keep_out(actor, entry)
    if db.session.get(RoundEntry, (round_.id, entry.id)) is None:
        raise Invalid(_l("Usulan ini tidak mengikuti babak ini."))
    where = _place(place)
    visit = visit_of(round_.id, entry.id)
    if visit is None:
        visit = _new(round_, entry)
    elif not VISIT.allows("renew", visit.state):
        raise Invalid(_l("Kunjungan ke usulan ini sudah direncanakan."))
    visit.state, visit.reason = VisitState.PLANNED, ""
    visit.starts_at, visit.place = starts_at, where
    visit.planned_at, visit.planned_by_id = clock.now(), actor.id
    db.session.add(visit)
    db.session.flush()
    _record("visit.planned", visit, actor)
    letters.planned(visit)
    return visit


def move_visit(*, visit: Visit, starts_at: datetime, place: str, reason: str, actor: User) -> Visit:
    """Change when or where, with the reason that agency and team are told.

    The same time and place again change nothing. Raises ``Invalid`` without place or reason.
    """
    held_visit(visit)
    ensure("visit:change", visit, actor)
    where = _place(place)
    if (visit.starts_at, visit.place) == (starts_at, where):
        return visit
    visit.reason = _reason(reason)
    earlier = {"earlier": visit.starts_at.isoformat(), "earlier_place": visit.place}
    visit.state = VISIT.after("move", visit.state)
    visit.starts_at, visit.place = starts_at, where
    db.session.flush()
    _record("visit.moved", visit, actor, **earlier)
    letters.moved(visit)
    return visit


def cancel_visit(*, visit: Visit, reason: str, actor: User) -> Visit:
    """Call the visit off; its checklist and photos stay. Raises ``Invalid`` without a reason."""
    held_visit(visit)
    ensure("visit:change", visit, actor)
    visit.reason = _reason(reason)
    visit.state = VISIT.after("cancel", visit.state)
    db.session.flush()
    _record("visit.cancelled", visit, actor)
    letters.cancelled(visit)
    return visit


def _new(round_: Round, entry: Entry) -> Visit:
    return Visit(
        round=round_,
        entry=entry,
        round_id=round_.id,
        entry_id=entry.id,
        checklist=ChecklistState.OPEN,
    )


def _place(place: str) -> str:
    where = clean_line(place)
    if not where:
        raise Invalid(_l("Kunjungan belum lengkap."), {"place": _l("Tulis tempat kunjungan.")})
    if len(where) > LONGEST_PLACE:
        sentence = _l("Tempat paling panjang %(max)s karakter.", max=LONGEST_PLACE)
        raise Invalid(sentence, {"place": sentence})
    return where


def _reason(reason: str) -> str:
    missing = _l("Tulis alasannya: perangkat daerah dan tim akan membacanya.")
    why = required(reason, "reason", missing)
    if len(why) > LONGEST_REASON:
        sentence = _l("Alasan paling panjang %(max)s karakter.", max=LONGEST_REASON)
        raise Invalid(sentence, {"reason": sentence})
    return why


def _record(action: str, visit: Visit, actor: User, **more: object) -> None:
    ledger.record(
        action,
        visit,
        actor=actor,
        edition_id=visit.round.edition_id,
        round_id=visit.round_id,
        entry_id=visit.entry_id,
        starts_at=visit.starts_at.isoformat(),
        place=visit.place,
        reason=visit.reason,
        **more,
    )
