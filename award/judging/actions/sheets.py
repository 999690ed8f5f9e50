"""Saving, finishing and reopening a score sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from award.competitions import actions as competitions
from award.competitions.models import Criterion, Edition, Round
from award.core import clock
from award.core.access import ensure
from award.core.db import db, overwrite
from award.core.problems import Invalid, Stale
from award.judging.actions.content import record
from award.judging.actions.discrepancies import look_once_finished
from award.judging.models import Assignment, Mark, ScoreSheet
from award.judging.queries.computed import computed_marks
from award.judging.queries.counting import weighed
from award.judging.queries.writing import held_sheet
from award.judging.scoring import sheet_total
from award.judging.states import SHEET, SheetState
from award.people.models import User

Given = Mapping[str, tuple[int | None, str]]
"""Level (``None``: not scored) and reason by the key of the criterion."""

REASON_LIMIT = 2_000
COMMENT_LIMIT = 5_000
NO_LEVEL = {
    "": _l("Pilih satu tingkat."),
    "claims": _l("Tim menyelesaikan pemeriksaan klaim lebih dahulu."),
}
"""What a mark lacks, by where its level comes from."""


def save_sheet(
    *, assignment: Assignment, marks: Given, comment: str, version: int, actor: User
) -> ScoreSheet:
    """Keep the whole sheet as a draft; ``version`` is the one that the judge saw.

    Saving the same content again changes nothing. Raises ``Stale`` when the sheet was saved
    elsewhere meanwhile, ``Invalid`` for a level off the scale, an unknown criterion or a text
    too long, ``Refused`` when the sheet may not be written.
    """
    sheet = held(assignment)
    ensure("sheet:write", assignment, actor)
    given = checked(assignment, marks, comment)
    if not _changed(sheet, assignment.round, given, comment, version):
        return sheet
    write(sheet, assignment, given, comment)
    lock_edition(assignment.round.edition, sheet, actor)
    record("sheet.saved", sheet, assignment, actor)
    return sheet


def finish_sheet(
    *, assignment: Assignment, marks: Given, comment: str, version: int, actor: User
) -> ScoreSheet:
    """Keep the sheet and let it count. Finishing again with the same content changes nothing.

    Raises ``Invalid`` naming every criterion without a mark and every mark that lacks the
    reason its level needs; otherwise as :func:`save_sheet`.
    """
    sheet, round_ = held(assignment), assignment.round
    given = checked(assignment, marks, comment)
    if sheet.state == SheetState.FINISHED and _same(sheet, round_, given, comment):
        return sheet
    ensure("sheet:finish", assignment, actor)
    changed = _changed(sheet, round_, given, comment, version)
    if lacking := missing(round_, given):
        raise Invalid(_l("Lembar ini belum dapat diselesaikan."), lacking)
    if changed:
        write(sheet, assignment, given, comment)
    sheet.state = SHEET.after("finish", sheet.state)
    sheet.finished_at = clock.now()
    db.session.flush()
    lock_edition(round_.edition, sheet, actor)
    record("sheet.finished", sheet, assignment, actor)
    look_once_finished(round_=round_, entry_id=assignment.entry_id)
    return sheet


def reopen_sheet(*, assignment: Assignment, actor: User) -> ScoreSheet:
    """Make a finished sheet a draft again: it stops counting until it is finished anew."""
    sheet = held(assignment)
    ensure("sheet:reopen", assignment, actor)
    sheet.state = SHEET.after("reopen", sheet.state)
    sheet.finished_at = None
    db.session.flush()
    record("sheet.reopened", sheet, assignment, actor)
    return sheet


def held(assignment: Assignment) -> ScoreSheet:
    """The assignment's sheet, a new one if need be, once nobody else is writing it."""
    return held_sheet(assignment) or ScoreSheet(
        state=SheetState.OPEN, comment="", marked=0, version=0, marks=[]
    )


def checked(assignment: Assignment, marks: Given, comment: str) -> Given:
    """What was given, tidied, with the levels that are counted; every fault by its field."""
    return tidied(assignment.round, marks, comment) | computed_marks(assignment)


def tidied(round_: Round, marks: Given, comment: str) -> dict[str, tuple[int | None, str]]:
    """What was given by hand, tidied; every fault by the name of its field."""
    faults: dict[str, object] = {}
    known = {criterion.key for criterion in round_.criteria}
    if marks.keys() - known:
        raise Invalid(_l("Rubrik babak ini tidak memuat salah satu kriteria."))
    for key, (level, reason) in marks.items():
        if level is not None and not round_.scale_min <= level <= round_.scale_max:
            faults[f"level-{key}"] = _l("Tingkat ini tidak ada dalam skala.")
        if len(reason) > REASON_LIMIT:
            faults[f"reason-{key}"] = _l("Alasan terlalu panjang (maksimal 2.000 karakter).")
    if len(comment) > COMMENT_LIMIT:
        faults["comment"] = _l("Catatan terlalu panjang (maksimal 5.000 karakter).")
    if faults:
        raise Invalid(_l("Lembar ini belum tersimpan."), faults)
    return {key: (level, reason.strip()) for key, (level, reason) in marks.items()}


def missing(round_: Round, given: Given) -> dict[str, object]:
    """What a sheet lacks before it can be finished: a sentence by the name of each field."""
    lacking: dict[str, object] = {}
    for criterion in round_.criteria:
        level, reason = given.get(criterion.key, (None, ""))
        if level is None:
            lacking[f"level-{criterion.key}"] = NO_LEVEL[criterion.source]
        elif not reason and level in round_.edition.settings.reason_levels:
            lacking[f"reason-{criterion.key}"] = _l(
                "Tulis alasan untuk tingkat %(level)s.", level=level
            )
    return lacking


def _changed(sheet: ScoreSheet, round_: Round, given: Given, comment: str, version: int) -> bool:
    if _same(sheet, round_, given, comment):
        return False
    if sheet.version != version:
        raise Stale(_l("Lembar ini sudah tersimpan dari tempat lain."))
    return True


def _same(sheet: ScoreSheet, round_: Round, given: Given, comment: str) -> bool:
    kept = {mark.criterion_id: (mark.level, mark.reason) for mark in sheet.marks}
    nothing = (None, "")
    return sheet.comment == comment.strip() and all(
        kept.get(each.id, nothing) == given.get(each.key, nothing) for each in round_.criteria
    )


def write(sheet: ScoreSheet, assignment: Assignment, given: Given, comment: str) -> None:
    """Put marks, comment and total into the sheet: one more version of it."""
    criteria = assignment.round.criteria
    levels = {key: level for key, (level, _reason) in given.items()}
    _keep(
        sheet,
        assignment,
        comment=comment.strip(),
        expected=len(criteria),
        marked=sum(level is not None for level in levels.values()),
        total=sheet_total(levels, weighed(assignment.round)),
        version=sheet.version + 1,
        saved_at=clock.now(),
        on_paper=False,
    )
    kept = {mark.criterion_id: mark for mark in sheet.marks}
    for criterion in criteria:
        level, reason = given.get(criterion.key, (None, ""))
        _put(sheet, kept.get(criterion.id), criterion, level, reason)
    db.session.flush()


def _keep(sheet: ScoreSheet, assignment: Assignment, **values: Any) -> None:
    if sheet.id is not None:
        overwrite(sheet, **values)
        return
    for name, value in values.items():
        setattr(sheet, name, value)
    assignment.sheet = sheet


def _put(
    sheet: ScoreSheet, mark: Mark | None, criterion: Criterion, level: int | None, reason: str
) -> None:
    if mark is None:
        if level is not None or reason:
            sheet.marks.append(Mark(criterion_id=criterion.id, level=level, reason=reason))
    elif (mark.level, mark.reason) != (level, reason):
        overwrite(mark, level=level, reason=reason)


def lock_edition(edition: Edition, sheet: ScoreSheet, actor: User) -> None:
    """Lock rubric and weights with the first mark."""
    if sheet.marked:
        competitions.lock(edition=edition, actor=actor, reason="Nilai pertama")
