"""Who judges what."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.models import Round
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.judging.actions.content import marks_content
from award.judging.models import Assignment
from award.judging.queries import panel, walls
from award.judging.rules import is_external
from award.judging.states import Ending
from award.people.models import User
from award.people.states import Role


def assign(*, round_: Round, entry: Entry, judge: User, actor: User) -> Assignment:
    """Give the judge a sheet for the entry; the existing one when there is one.

    Raises ``Refused`` for an entry that the judge or the actor is bound to and once the round is
    closed, ``Invalid`` for someone who is not an active judge, an internal judge for an
    organiser's own entry, an entry outside the round and one the judge was taken from.
    """
    ensure("round:assign", round_, actor)
    reason = walls.why_kept_out(actor, entry) or walls.why_barred(judge, entry)
    if reason is not None:
        raise Refused(reason)
    return give(round_=round_, entry=entry, judge=judge, actor=actor)


def give(*, round_: Round, entry: Entry, judge: User, actor: User) -> Assignment:
    """The same for pairs that were computed: the actor chose none of them."""
    if not (judge.active and judge.has(Role.JUDGE)):
        raise Invalid(_l("Orang ini bukan juri yang aktif."))
    if entry.wall_id in walls.organisers_walls() and not is_external(judge):
        raise Invalid(_l("Usulan instansi penyelenggara hanya dinilai juri eksternal."))
    if not panel.is_admitted(round_.id, entry.id):
        raise Invalid(_l("Usulan ini tidak mengikuti babak ini."))
    known = panel.assignment_of(round_.id, entry.id, judge.id)
    if known is not None and not known.standing:
        raise Invalid(_l("Tugas juri ini untuk usulan tersebut sudah diakhiri."))
    return known or _made(round_, entry, judge, actor)


def _made(round_: Round, entry: Entry, judge: User, actor: User) -> Assignment:
    made = Assignment(
        round=round_,
        entry=entry,
        judge=judge,
        sheet=None,
        made_at=clock.now(),
        made_by_id=actor.id,
    )
    db.session.add(made)
    db.session.flush()
    ledger.record(
        "assignment.made",
        made,
        actor=actor,
        edition_id=round_.edition_id,
        round_id=round_.id,
        entry_id=entry.id,
        judge_id=judge.id,
    )
    return made


def unassign(
    *,
    assignment: Assignment,
    reason: str = "",
    ending: Ending = Ending.RELEASED,
    actor: User,
) -> None:
    """Take the sheet from the judge, for good when a reason is given.

    Without a reason it never was: only a sheet without marks can be taken back like that.
    Raises ``Invalid`` when marks were given and no reason is, ``Refused`` once the round is
    closed and for an entry that the actor is bound to.
    """
    barred = walls.why_kept_out(actor, assignment.entry)
    ensure("assignment:end", panel.Sitting(assignment, barred), actor)
    if reason.strip():
        end(assignment=assignment, ending=ending, reason=reason, actor=actor)
        return
    if assignment.sheet is not None and assignment.sheet.marked:
        raise Invalid(
            _l("Juri ini sudah memberi nilai."), {"reason": _l("Tulis alasan pelepasan juri.")}
        )
    _record(assignment, "", None, actor)
    db.session.delete(assignment)
    db.session.flush()


def end(*, assignment: Assignment, ending: Ending, reason: str, actor: User) -> None:
    """End an assignment: its marks leave every result and stay, here and in the ledger."""
    assignment.ended_at, assignment.ended_by_id = clock.now(), actor.id
    assignment.ending, assignment.ended_reason = ending, reason.strip()[:500]
    db.session.flush()
    _record(assignment, reason.strip(), ending, actor)


def _record(assignment: Assignment, reason: str, ending: Ending | None, actor: User) -> None:
    sheet = assignment.sheet
    content = {} if sheet is None else marks_content(sheet, assignment.round)
    ledger.record(
        "assignment.removed",
        assignment,
        actor=actor,
        edition_id=assignment.round.edition_id,
        round_id=assignment.round_id,
        entry_id=assignment.entry_id,
        judge_id=assignment.judge_id,
        reason=reason,
        ending=ending,
        **content,
    )
