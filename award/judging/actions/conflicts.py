"""The register of conflicts: declaring, lifting, and agencies that were left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from award.competitions.states import RoundState
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.language import local
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.judging.actions import recusal_letters
from award.judging.actions.panel import end
from award.judging.models import Assignment
from award.judging.models_wall import Conflict
from award.judging.queries import walls
from award.judging.states import HARD, ConflictKind, Ending
from award.people import actions as people
from award.people.models import Agency, FormerAgency, User

ENDABLE = frozenset({RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED})
"""Rounds that can still lose a sheet; what was decided on it must be taken back first."""


@dataclass(frozen=True)
class Declared:
    """What was written into the register and which assignments ended with it."""

    kept: Conflict | FormerAgency
    ended: Sequence[Assignment] = ()


def declare(
    *,
    person: User,
    kind: ConflictKind,
    entry: Entry | None = None,
    agency: Agency | None = None,
    note: str = "",
    actor: User,
) -> Declared:
    """Write down what binds a person to an entry or to an agency, once.

    A hard conflict ends what the person still judges of it, in the same act. Raises ``Refused``
    when the actor may not, ``Invalid`` without an entry or an agency, and when a round has been
    decided on such a sheet.
    """
    ensure("conflict:declare", person, actor)
    _refuse_bound(person, entry, agency, actor)
    if (entry is None) == (agency is None):
        sentence = _l("Pilih usulan atau instansi yang dimaksud.")
        raise Invalid(sentence, {"about": sentence})
    if (known := walls.known_conflict(person, kind, entry, agency)) is not None:
        return Declared(known)
    ended = _recused(person, entry, agency, kind, actor) if kind in HARD else ()
    made = Conflict(
        person_id=person.id,
        kind=kind,
        entry_id=entry.id if entry else None,
        agency_id=agency.id if agency else None,
        wall_id=agency.root_id if agency else None,
        note=note.strip(),
        declared_at=clock.now(),
        declared_by_id=actor.id,
    )
    db.session.add(made)
    db.session.flush()
    _record("conflict.declared", made, entry, ended, actor)
    return Declared(made, ended)


def leave_agency(*, person: User, agency: Agency, left_on: date, actor: User) -> Declared:
    """Write down an agency the person left; for 24 months it is as their own.

    What they still judge of it ends in the same act. Raises as :func:`declare`, and ``Invalid``
    for a day to come.
    """
    ensure("conflict:declare", person, actor)
    _refuse_bound(person, None, agency, actor)
    if left_on > clock.today():
        raise Invalid(_l("Tanggal keluar belum tiba."), {"left_on": _l("Tanggal ini belum tiba.")})
    barred = people.bars_until(left_on) >= clock.today()
    ended = _recused(person, None, agency, None, actor) if barred else ()
    kept = people.leave(user=person, agency=agency, left_on=left_on)
    ledger.record(
        "conflict.agency_left",
        person,
        actor=actor,
        agency=agency.code,
        left_on=left_on,
        ended=[each.id for each in ended],
    )
    return Declared(kept, ended)


def lift(*, conflict: Conflict, reason: str, actor: User) -> None:
    """Take back what was declared in error; it stays in the register with the reason.

    Assignments that ended with it do not come back. Raises ``Invalid`` without a reason.
    """
    ensure("conflict:lift", conflict, actor)
    _refuse_bound(conflict.person, conflict.entry, conflict.agency, actor)
    if not reason.strip():
        raise Invalid(_l("Tulis alasan pencabutan."), {"reason": _l("Tulis alasan pencabutan.")})
    conflict.lifted_at, conflict.lifted_by_id = clock.now(), actor.id
    conflict.lifted_reason = reason.strip()[:500]
    db.session.flush()
    edition_id = conflict.entry.edition_id if conflict.entry else None
    ledger.record(
        "conflict.lifted", conflict, actor=actor, edition_id=edition_id, reason=reason.strip()
    )


def _refuse_bound(person: User, entry: Entry | None, agency: Agency | None, actor: User) -> None:
    """Whoever is bound to an entry or an agency does not choose who else must not judge it."""
    if person.id == actor.id:
        return
    reason = walls.why_kept_out(actor, entry) if entry else None
    if agency is not None:
        reason = walls.why_kept_off(actor, agency)
    if reason is not None:
        raise Refused(reason)


def _recused(
    person: User,
    entry: Entry | None,
    agency: Agency | None,
    kind: ConflictKind | None,
    actor: User,
) -> Sequence[Assignment]:
    found = walls.sitting(person, entry, agency)
    for each in found:
        if each.round.state not in ENDABLE:
            raise Invalid(
                _l(
                    "%(round)s sudah dikunci atau diputuskan dengan lembar nilai juri ini. "
                    "Batalkan dahulu keputusan itu, lalu catat benturan kepentingannya.",
                    round=local(each.round.name),
                )
            )
    for each in found:
        end(assignment=each, ending=Ending.RECUSED, reason=kind or "former_agency", actor=actor)
    recusal_letters.told(found, actor)
    return found


def _record(
    action: str, made: Conflict, entry: Entry | None, ended: Sequence[Assignment], actor: User
) -> None:
    ledger.record(
        action,
        made,
        actor=actor,
        edition_id=entry.edition_id if entry else None,
        person_id=made.person_id,
        kind=made.kind,
        entry_id=made.entry_id,
        agency_id=made.agency_id,
        note=made.note,
        ended=[each.id for each in ended],
    )
