"""After finishing: comparing with the other judges, and marks changed because of it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from award.competitions.models import Criterion, Round
from award.core import clock
from award.core.access import can, ensure
from award.core.db import db
from award.core.problems import Invalid, Refused, Stale
from award.judging.actions.content import record
from award.judging.actions.discrepancies import look_once_finished
from award.judging.actions.sheets import REASON_LIMIT
from award.judging.models import Assignment, Mark, MarkChange, ScoreSheet
from award.judging.queries import discussion
from award.judging.queries.counting import weighed
from award.judging.queries.writing import held_sheet
from award.judging.rules import UNFINISHED
from award.judging.scoring import sheet_total
from award.people.models import User


def start_comparing(*, assignment: Assignment, actor: User) -> ScoreSheet:
    """Let the judge see the others' marks; from now on marks change only with a reason.

    Starting again changes nothing. Raises ``Refused`` while the judge or, in an open round,
    another judge of the entry has not finished.
    """
    sheet = _held(assignment)
    ensure("sheet:discuss", discussion.panel_of(assignment), actor)
    if sheet.compared_at is None or not can("sheet:compare", assignment, actor):
        sheet.compared_at = clock.now()
        db.session.flush()
        record("sheet.compared", sheet, assignment, actor)
    return sheet


def change_mark(
    *,
    assignment: Assignment,
    criterion_key: str,
    level: int | None,
    reason: str,
    version: int,
    actor: User,
) -> ScoreSheet:
    """Change one mark of a finished sheet after the discussion; the sheet goes on counting.

    Judges whom the change brings too far apart are noted at once.

    The same change sent again changes nothing. Raises ``Invalid`` without a reason, for a
    level off the scale and an unknown criterion, ``Stale`` when the sheet was changed elsewhere,
    ``Refused`` before comparing and once the round has closed.
    """
    sheet = _held(assignment)
    ensure("sheet:change", assignment, actor)
    criterion = _criterion(assignment.round, criterion_key)
    mark = next(each for each in sheet.marks if each.criterion_id == criterion.id)
    if mark.level == level:
        return sheet
    if sheet.version != version:
        raise Stale(_l("Lembar ini sudah diubah dari tempat lain."))
    change = _checked(assignment.round, mark, level, reason)
    mark.level, mark.reason = change.new, mark.reason or change.reason
    sheet.changes.append(change)
    _count_again(sheet, assignment.round)
    record(
        "sheet.changed",
        sheet,
        assignment,
        actor,
        criterion=criterion.key,
        old=change.old,
        new=change.new,
        why=change.reason,
    )
    look_once_finished(round_=assignment.round, entry_id=assignment.entry_id)
    return sheet


def _held(assignment: Assignment) -> ScoreSheet:
    sheet = held_sheet(assignment)
    if sheet is None:
        raise Refused(UNFINISHED)
    return sheet


def _criterion(round_: Round, key: str) -> Criterion:
    found = next((each for each in round_.criteria if each.key == key), None)
    if found is None:
        raise Invalid(_l("Rubrik babak ini tidak memuat salah satu kriteria."))
    if found.source:
        raise Refused(_l("Tingkat kriteria ini dihitung, bukan dipilih juri."))
    return found


def _checked(round_: Round, mark: Mark, level: int | None, reason: str) -> MarkChange:
    faults: dict[str, object] = {}
    if level is None or not round_.scale_min <= level <= round_.scale_max:
        faults["level"] = _l("Pilih satu tingkat.")
    if not reason.strip():
        faults["reason"] = _l("Tulis alasan perubahan nilai.")
    elif len(reason) > REASON_LIMIT:
        faults["reason"] = _l("Alasan terlalu panjang (maksimal 2.000 karakter).")
    if faults or level is None or mark.level is None:
        raise Invalid(_l("Nilai belum diubah."), faults)
    return MarkChange(
        criterion_id=mark.criterion_id,
        old=mark.level,
        new=level,
        reason=reason.strip(),
        at=clock.now(),
    )


def _count_again(sheet: ScoreSheet, round_: Round) -> None:
    keys = {each.id: each.key for each in round_.criteria}
    levels = {keys[mark.criterion_id]: mark.level for mark in sheet.marks}
    sheet.total = sheet_total(levels, weighed(round_))
    sheet.version += 1
    sheet.saved_at = clock.now()
    db.session.flush()
