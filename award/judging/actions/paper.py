"""Typing score sheets from paper: twice, by two people, and only then they count."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from award.core import clock
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid, Refused
from award.judging.actions.content import note, record
from award.judging.actions.discrepancies import look_once_finished
from award.judging.actions.sheets import (
    NO_LEVEL,
    Given,
    checked,
    held,
    lock_edition,
    missing,
    write,
)
from award.judging.double_entry import Reading
from award.judging.models import Assignment, ScoreSheet
from award.judging.models_day import Keying
from award.judging.queries.computed import computed_marks
from award.judging.queries.paper import Case, case_of
from award.judging.rules_paper import REASON_LENGTH
from award.judging.states import SHEET, SheetState
from award.people.models import User


def key_sheet(*, assignment: Assignment, marks: Given, comment: str, actor: User) -> Case:
    """Keep what one person read. The second reading finishes the sheet if both agree.

    The first typist may correct their reading until the second one is there. Raises ``Invalid``
    for a level that lacks or is off the scale, ``Refused`` for who may not type it
    and while a level that is counted has not been.
    """
    held(assignment)
    case = case_of(assignment, actor)
    ensure("paper:key", case, actor)
    given = checked(assignment, marks, comment)
    if any(level is None for level, _reason in computed_marks(assignment).values()):
        raise Refused(NO_LEVEL["claims"])
    if unread := {f"level-{key}" for key, (level, _) in given.items() if level is None}:
        sentence = _l("Ketik angka yang ditandai juri. Bila kosong, kembalikan kertas kepada juri.")
        raise Invalid(_l("Lembar ini belum tersimpan."), dict.fromkeys(unread, sentence))
    keying = case.keying_of(actor) or Keying(
        assignment=assignment, keyer=actor, place=len(case.keyings) + 1
    )
    keying.marks = {key: [level, reason] for key, (level, reason) in given.items()}
    keying.comment, keying.keyed_at = comment.strip(), clock.now()
    db.session.add(keying)
    db.session.flush()
    note("paper.keyed", assignment, actor, place=keying.place, marks=keying.marks)
    case = case_of(assignment, actor)
    if len(case.keyings) == 2 and not outstanding(case):
        _finish(case, case.agreed, actor)
    return case


def outstanding(case: Case) -> frozenset[str]:
    """The fields to be looked up on the paper: read differently, or needed and typed by nobody."""
    return case.disputed | missing(case.assignment.round, case.agreed.marks).keys()


def settle_sheet(*, assignment: Assignment, marks: Given, comment: str, actor: User) -> ScoreSheet:
    """Finish a sheet that two people read differently with what the paper says.

    Only what is outstanding is taken from ``marks`` and ``comment``. Raises ``Invalid`` naming
    every field that still lacks.
    """
    held(assignment)
    case = case_of(assignment, actor)
    ensure("paper:settle", case, actor)
    given, opened = checked(assignment, marks, comment), outstanding(case)
    final = _settled(case, Reading(given, comment.strip()), opened)
    if lacking := missing(assignment.round, final.marks):
        raise Invalid(_l("Lembar ini belum dapat diselesaikan."), lacking)
    return _finish(case, final, actor, settled=sorted(opened))


def _settled(case: Case, looked_up: Reading, opened: frozenset[str]) -> Reading:
    both, marks = case.agreed, {}
    for key, (level, reason) in both.marks.items():
        found = looked_up.marks.get(key, (None, ""))
        marks[key] = (
            found[0] if f"level-{key}" in opened else level,
            found[1] if f"reason-{key}" in opened else reason or found[1],
        )
    return Reading(marks, looked_up.comment if "comment" in opened else both.comment)


def _finish(case: Case, final: Reading, actor: User, **more: Any) -> ScoreSheet:
    assignment = case.assignment
    sheet = held(assignment)
    write(sheet, assignment, {**final.marks, **computed_marks(assignment)}, final.comment)
    sheet.on_paper = True
    sheet.state = SHEET.after("finish", sheet.state)
    sheet.finished_at = clock.now()
    db.session.flush()
    lock_edition(assignment.round.edition, sheet, actor)
    keyers = [each.keyer_id for each in case.keyings]
    record("sheet.finished", sheet, assignment, actor, on_paper=True, keyers=keyers, **more)
    look_once_finished(round_=assignment.round, entry_id=assignment.entry_id)
    return sheet


def discard_keyings(*, assignment: Assignment, reason: str, actor: User) -> None:
    """Throw away what was typed; a finished sheet stops counting. Two people must type it anew.

    Raises ``Invalid`` without a reason.
    """
    sheet = held(assignment)
    case = case_of(assignment, actor)
    ensure("paper:discard", case, actor)
    if not (reason := reason.strip()[:REASON_LENGTH]):
        raise Invalid(_l("Tulis alasannya."), {"reason": _l("Tulis alasannya.")})
    keyers = [each.keyer_id for each in case.keyings]
    for keying in case.keyings:
        db.session.delete(keying)
    if sheet.state == SheetState.FINISHED:
        sheet.state, sheet.finished_at = SHEET.after("reopen", sheet.state), None
        db.session.flush()
        record("sheet.reopened", sheet, assignment, actor, reason=reason)
    note("paper.discarded", assignment, actor, reason=reason, keyers=keyers)
