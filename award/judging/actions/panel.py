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
from award.judging.queries import panel
from award.judging.rules import wall_between
from award.people.models import User
from award.people.states import Role


def assign(*, round_: Round, entry: Entry, judge: User, actor: User) -> Assignment:
    """Give the judge a sheet for the entry; the existing one when there is one.

    Raises ``Refused`` for an entry of the judge's own agency and once the round is closed,
    ``Invalid`` for someone who is not an active judge and an entry outside the round.
    """
    ensure("round:assign", round_, actor)
    if (reason := wall_between(judge, entry)) is not None:
        raise Refused(reason)
    if not (judge.active and judge.has(Role.JUDGE)):
        raise Invalid(_l("Orang ini bukan juri yang aktif."))
    if not panel.is_admitted(round_.id, entry.id):
        raise Invalid(_l("Usulan ini tidak mengikuti babak ini."))
    if known := panel.assignment_of(round_.id, entry.id, judge.id):
        return known
    return _made(round_, entry, judge, actor)


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


def unassign(*, assignment: Assignment, reason: str = "", actor: User) -> None:
    """Take the sheet from the judge. Marks leave the result but stay in the ledger.

    Raises ``Invalid`` when marks were given and no reason is.
    """
    ensure("round:assign", assignment.round, actor)
    sheet = assignment.sheet
    if sheet is not None and sheet.marked and not reason.strip():
        raise Invalid(
            _l("Juri ini sudah memberi nilai."), {"reason": _l("Tulis alasan pelepasan juri.")}
        )
    content = {} if sheet is None else marks_content(sheet, assignment.round)
    ledger.record(
        "assignment.removed",
        assignment,
        actor=actor,
        edition_id=assignment.round.edition_id,
        round_id=assignment.round_id,
        entry_id=assignment.entry_id,
        judge_id=assignment.judge_id,
        reason=reason.strip(),
        **content,
    )
    db.session.delete(assignment)
    db.session.flush()
