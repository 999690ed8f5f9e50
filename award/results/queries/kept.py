"""Advice that the worker has computed, and of which marks it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from award.competitions.models import Edition, Round
from award.competitions.states import EditionState, RoundState
from award.core.db import db
from award.judging.models import Assignment, ScoreSheet
from award.judging.states import SheetState
from award.results.course import scoring_rounds
from award.results.models import KeptAdvice

LARGE = 1500
"""Finished sheets from which a page would keep people waiting: a second on a small server."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a round without reading them: how many sheets, and a hash that changes with
    any save, with the rubric and with the rules."""

    sheets: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Due:
    """Advice to compute: about a round, or about the winners of an edition."""

    edition: Edition
    round: Round | None
    fingerprint: str


def marks_of(rounds: Sequence[Round]) -> dict[int, Marks]:
    """By the round's number. One query."""
    query = (
        select(
            Assignment.round_id,
            func.count(),
            func.sum(ScoreSheet.version),
            func.max(ScoreSheet.saved_at),
            func.sum(ScoreSheet.id),
        )
        .join(ScoreSheet, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.round_id.in_([each.id for each in rounds]),
            Assignment.standing,
            ScoreSheet.state == SheetState.FINISHED,
        )
        .group_by(Assignment.round_id)
    )
    seen = {row[0]: row[1:] for row in db.session.execute(query)}
    return {each.id: _marks(each, seen.get(each.id, (0, 0, None, 0))) for each in rounds}


def _marks(round_: Round, seen: Sequence[Any]) -> Marks:
    return Marks(int(seen[0]), _hash(tuple(map(str, seen)), _rules(round_)))


def _rules(round_: Round) -> object:
    criteria = [(each.key, str(each.weight)) for each in round_.criteria]
    return round_.aggregate, round_.rounding, round_.advance_per_category, criteria


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def latest(edition_id: int, round_id: int | None) -> KeptAdvice | None:
    """The last advice kept, whatever has changed since; its document is not read yet."""
    scope = KeptAdvice.round_id.is_(None) if round_id is None else KeptAdvice.round_id == round_id
    query = select(KeptAdvice).where(KeptAdvice.edition_id == edition_id, scope)
    return db.session.scalar(query.order_by(KeptAdvice.id.desc()).limit(1))


def made_at(edition_id: int, round_id: int | None) -> datetime | None:
    """When the advice shown was computed; ``None`` where the page computes its own."""
    found = latest(edition_id, round_id)
    return found.made_at if found else None


def outdated(edition: Edition, settled_before: datetime) -> list[Due]:
    """What of an edition is large, has no advice of its present marks, and should have.

    Marks of an open round change all the time: advice about it is renewed when it was made
    ``settled_before``.
    """
    rounds = scoring_rounds(edition)
    marks = marks_of(rounds)
    large = [each for each in rounds if marks[each.id].sheets > LARGE]
    found = [Due(edition, each, marks[each.id].fingerprint) for each in large]
    if large and rounds[-1].state != RoundState.DRAFT:
        found.append(Due(edition, None, _hash([marks[each.id] for each in rounds])))
    return [each for each in found if _wanted(each, settled_before)]


def _wanted(due: Due, settled_before: datetime) -> bool:
    kept = latest(due.edition.id, due.round.id if due.round else None)
    if kept is None:
        return True
    running = due.round is None or due.round.state == RoundState.OPEN
    return kept.fingerprint != due.fingerprint and not (running and kept.made_at > settled_before)


def editions_with_advice() -> Sequence[Edition]:
    """Editions in which somebody may have scored."""
    query = select(Edition).where(Edition.state != EditionState.DRAFT)
    return db.session.scalars(query.order_by(Edition.id)).all()
