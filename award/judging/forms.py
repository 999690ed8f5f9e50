"""The score sheet as a judge sends it and as the page shows it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from award.competitions.models import Criterion, Round
from award.core.language import hour
from award.core.text import clean
from award.judging.models import Assignment
from award.judging.queries.computed import computed_marks
from award.judging.queries.counting import weighed
from award.judging.scoring import sheet_total

OFF_THE_SCALE = -1
"""Stands for a level that is no number; the action refuses it like any other off the scale."""


@dataclass(frozen=True)
class Typed:
    """What a judge sent: marks by the key of the criterion, comment, and the version seen."""

    marks: dict[str, tuple[int | None, str]]
    comment: str
    version: int


@dataclass(frozen=True)
class Change:
    """One mark to be changed after the discussion, with the version seen."""

    criterion: str
    level: int | None
    reason: str
    version: int


@dataclass(frozen=True)
class Line:
    """One criterion of the sheet: what is filled in, what is wrong with it, what is kept."""

    criterion: Criterion
    level: int | None = None
    reason: str = ""
    level_fault: object = None
    reason_fault: object = None
    kept: tuple[int | None, str] | None = None
    """What the database has, where it differs from what is shown."""


@dataclass(frozen=True)
class SheetPage:
    """Everything on the sheet besides the entry."""

    lines: list[Line]
    comment: str
    version: int
    total: Decimal | None
    """Weighted total of the marks shown; empty while one is missing."""
    faults: Mapping[str, object] = field(default_factory=dict)
    kept_comment: str | None = None

    @property
    def marked(self) -> int:
        """Criteria with a level."""
        return sum(line.level is not None for line in self.lines)


def read(form: MultiDict[str, str], round_: Round) -> Typed:
    """What was sent; a criterion that was left out counts as not scored."""
    marks = {
        each.key: (
            _level(form.get(f"level-{each.key}", "")),
            clean(form.get(f"reason-{each.key}", "")),
        )
        for each in round_.criteria
    }
    return Typed(marks, clean(form.get("comment", "")), form.get("version", 0, type=int))


def read_change(form: MultiDict[str, str]) -> Change:
    """A change of one mark as it was sent."""
    return Change(
        form.get("criterion", ""),
        _level(form.get("level", "")),
        clean(form.get("reason", "")),
        form.get("version", 0, type=int),
    )


def _level(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 5 else OFF_THE_SCALE


def page(
    assignment: Assignment,
    typed: Typed | None = None,
    faults: Mapping[str, object] | None = None,
    *,
    stale: bool = False,
) -> SheetPage:
    """The kept sheet, or what was typed with its faults; ``stale`` shows both."""
    sheet, faults = assignment.sheet, faults or {}
    computed = computed_marks(assignment)
    kept = own_marks(assignment) | computed
    marks = kept if typed is None else typed.marks | computed
    comment = sheet.comment if sheet else ""
    lines = [
        _line(each, marks, faults, kept if stale else None) for each in assignment.round.criteria
    ]
    version = sheet.version if sheet else 0
    return SheetPage(
        lines=lines,
        comment=comment if typed is None else typed.comment,
        version=version if typed is None or stale else typed.version,
        total=_total(assignment.round, lines),
        faults=faults,
        kept_comment=comment if stale and typed and comment != typed.comment else None,
    )


def page_of(
    round_: Round,
    shown: Typed,
    faults: Mapping[str, object] | None = None,
    *,
    kept: Typed | None = None,
) -> SheetPage:
    """A sheet that holds these marks, whatever it is about; ``kept`` where another version is."""
    other = kept.marks if kept else None
    lines = [_line(each, shown.marks, faults or {}, other) for each in round_.criteria]
    return SheetPage(
        lines=lines,
        comment=shown.comment,
        version=kept.version if kept else shown.version,
        total=_total(round_, lines),
        faults=faults or {},
        kept_comment=kept.comment if kept and kept.comment != shown.comment else None,
    )


def own_marks(assignment: Assignment) -> dict[str, tuple[int | None, str]]:
    """Level and reason by the key of the criterion, as they are kept."""
    if assignment.sheet is None:
        return {}
    keys = {each.id: each.key for each in assignment.round.criteria}
    return {keys[mark.criterion_id]: (mark.level, mark.reason) for mark in assignment.sheet.marks}


def kept(assignment: Assignment) -> dict[str, Any]:
    """The kept sheet for a script: version, time, and every field by the name in the form."""
    sheet = assignment.sheet
    typed = Typed(
        own_marks(assignment), sheet.comment if sheet else "", sheet.version if sheet else 0
    )
    return kept_of(assignment.round, typed, sheet.saved_at if sheet else None)


def kept_of(round_: Round, typed: Typed, saved_at: datetime | None) -> dict[str, Any]:
    """The same of any sheet of the round."""
    fields = {"comment": typed.comment}
    for criterion in round_.criteria:
        if criterion.source:  # the form has no fields for it
            continue
        level, reason = typed.marks.get(criterion.key, (None, ""))
        fields[f"level-{criterion.key}"] = "" if level is None else str(level)
        fields[f"reason-{criterion.key}"] = reason
    return {
        "version": typed.version,
        "saved": saved_line(saved_at) if saved_at else "",
        "fields": fields,
    }


def saved_line(saved_at: datetime | None) -> str:
    """``Tersimpan 09.05 WITA``; of an empty sheet nothing is kept."""
    if saved_at is None:
        return str(_("Belum tersimpan"))
    return str(_("Tersimpan %(when)s", when=hour(saved_at)))


def _line(
    criterion: Criterion,
    marks: Mapping[str, tuple[int | None, str]],
    faults: Mapping[str, object],
    kept: Mapping[str, tuple[int | None, str]] | None,
) -> Line:
    shown = marks.get(criterion.key, (None, ""))
    other = shown if kept is None else kept.get(criterion.key, (None, ""))
    return Line(
        criterion,
        *shown,
        faults.get(f"level-{criterion.key}"),
        faults.get(f"reason-{criterion.key}"),
        None if other == shown else other,
    )


def _total(round_: Round, lines: list[Line]) -> Decimal | None:
    on_scale = range(round_.scale_min, round_.scale_max + 1)
    if any(line.level not in on_scale for line in lines):
        return None
    return sheet_total({line.criterion.key: line.level for line in lines}, weighed(round_))
