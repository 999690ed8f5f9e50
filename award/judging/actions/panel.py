"""Who judges what."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.models import Round
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.judging.actions.content import marks_content, note
from award.judging.actions.seats import ORGANISES
from award.judging.models import Assignment, RoundEntry
from award.judging.queries import panel, walls
from award.judging.queries.paper import is_keyed
from award.judging.queries.seats import judge_in_panel, seat_of
from award.judging.rules import is_external
from award.judging.rules_wall import EXTERNAL_ONLY
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
    if judge.has(Role.ORGANISER):
        raise Invalid(ORGANISES)
    if entry.wall_id in walls.organisers_walls() and not is_external(judge):
        raise Invalid(EXTERNAL_ONLY)
    if not judge_in_panel(judge, round_.id):
        raise Invalid(_l("Orang ini tidak duduk dalam panel babak ini."))
    if not panel.is_admitted(round_.id, entry.id):
        raise Invalid(_l("Usulan ini tidak mengikuti babak ini."))
    known = panel.assignment_of(round_.id, entry.id, judge.id)
    if known is not None and not known.standing:
        raise Invalid(_l("Tugas juri ini untuk usulan tersebut sudah diakhiri."))
    if known is None:
        _refuse_full(round_, judge)
    return known or _made(round_, entry, judge, actor)


def _refuse_full(round_: Round, judge: User) -> None:
    seat = seat_of(round_.id, judge.id)
    if seat is not None and seat.cap is not None and panel.load_of(round_, judge) >= seat.cap:
        raise Invalid(
            _l("Batas beban %(name)s sudah tercapai: %(cap)s.", name=judge.name, cap=seat.cap)
        )


def wish(*, round_: Round, entry: Entry, wishes: str, actor: User) -> None:
    """Say which fields and languages an entry's judges should know, separated by commas."""
    barred = walls.why_kept_out(actor, entry)
    row = panel.entry_row(round_, entry.id)
    if row is None:
        raise Invalid(_l("Usulan ini tidak mengikuti babak ini."))
    ensure("place:fill", panel.Place(round_, row, barred), actor)
    place = db.session.get_one(RoundEntry, (round_.id, entry.id))
    place.wishes = wishes.strip()[:300] or None
    ledger.record(
        "panel.wished",
        entry,
        actor=actor,
        edition_id=round_.edition_id,
        round_id=round_.id,
        wishes=place.wishes,
    )


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
    note("assignment.made", made, actor)
    return made


def unassign(
    *,
    assignment: Assignment,
    reason: str = "",
    ending: Ending = Ending.RELEASED,
    actor: User,
) -> None:
    """Take the sheet from the judge, for good when a reason is given.

    Without a reason it never was: only a sheet without marks, on screen and on paper, can be
    taken back like that.
    Raises ``Invalid`` when marks were given and no reason is, ``Refused`` once the round is
    closed and for an entry that the actor is bound to.
    """
    barred = walls.why_kept_out(actor, assignment.entry)
    ensure("assignment:end", panel.Sitting(assignment, barred), actor)
    if reason.strip():
        end(assignment=assignment, ending=ending, reason=reason, actor=actor)
        return
    if has_begun(assignment):
        raise Invalid(
            _l("Juri ini sudah memberi nilai."), {"reason": _l("Tulis alasan pelepasan juri.")}
        )
    take_back(assignment=assignment, actor=actor)


def has_begun(assignment: Assignment) -> bool:
    """Whether there are marks of it, on the screen or typed from paper, once or twice."""
    marked = assignment.sheet is not None and bool(assignment.sheet.marked)
    return marked or is_keyed(assignment)


def take_back(*, assignment: Assignment, actor: User) -> None:
    """Remove an assignment that nobody has begun, as if it had never been."""
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
    note("assignment.removed", assignment, actor, reason=reason, ending=ending, **content)
