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
from award.judging.models import Assignment, RoundEntry, ScoreSheet
from award.judging.states import SheetState
from award.results.advice import NotComputedYet
from award.results.course import scoring_rounds
from award.results.models import KeptAdvice, PlenaryVote
from award.results.queries import rulings

LARGE = 1500
"""Finished sheets from which a page would keep people waiting: a second on a small server."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a round without reading them: how many sheets, and a hash that changes with
    any save, with the rubric and with the rules."""

    sheets: int
    fingerprint: str


def marks(edition: Edition, round_: Round | None) -> Marks:
    """Of a round or, for the winners, of all rounds: then ``sheets`` is the largest round's."""
    rounds = [round_] if round_ else scoring_rounds(edition)
    found = _marks_of(rounds, _votes(edition))
    if round_:
        return found[round_.id]
    largest = max((each.sheets for each in found.values()), default=0)
    return Marks(largest, _hash([found[each.id] for each in rounds], edition.state))


@dataclass(frozen=True, slots=True)
class Due:
    """Advice to compute: about a round, or about the winners of an edition."""

    edition: Edition
    round: Round | None
    fingerprint: str


def _marks_of(rounds: Sequence[Round], votes: int) -> dict[int, Marks]:
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
    fields = _contestants(rounds)
    return {
        each.id: _marks(each, seen.get(each.id, (0, 0, None, 0)), fields.get(each.id, 0), votes)
        for each in rounds
    }


def _contestants(rounds: Sequence[Round]) -> dict[int, int]:
    """How many entries compete in each round."""
    query = select(RoundEntry.round_id, func.count()).where(
        RoundEntry.round_id.in_([each.id for each in rounds]),
        RoundEntry.entry_id.not_in(rulings.out()),
    )
    return dict(db.session.execute(query.group_by(RoundEntry.round_id)).all())


def _votes(edition: Edition) -> int:
    """How often the plenary has voted: a vote moves ranks and no mark."""
    query = select(func.count()).where(PlenaryVote.edition_id == edition.id)
    return db.session.scalar(query) or 0


def _marks(round_: Round, seen: Sequence[Any], *more: object) -> Marks:
    return Marks(int(seen[0]), _hash(tuple(map(str, seen)), _rules(round_), *more))


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


def current(edition: Edition, round_: Round | None) -> KeptAdvice | None:
    """What is kept and may be shown: of the present marks or, where there are many, the last.

    ``None`` where a page computes for itself. Raises ``NotComputedYet`` where it must not.
    """
    found, seen = latest(edition.id, round_.id if round_ else None), marks(edition, round_)
    if found is not None and (found.fingerprint == seen.fingerprint or seen.sheets > LARGE):
        return found
    if seen.sheets > LARGE:
        raise NotComputedYet
    return None


def stale_since(edition: Edition, round_: Round | None) -> datetime | None:
    """When the advice shown was computed, if marks have changed since."""
    found = latest(edition.id, round_.id if round_ else None)
    seen = marks(edition, round_)
    if found is None or found.fingerprint == seen.fingerprint or seen.sheets <= LARGE:
        return None
    return found.made_at


def outdated(edition: Edition, settled_before: datetime) -> list[Due]:
    """What of an edition the worker should compute.

    Every round whose scoring is over, so that its pages answer at once, and every large one. Marks
    of an open round change all the time: advice about it is renewed when it was made
    ``settled_before``.
    """
    rounds = scoring_rounds(edition)
    finalists = bool(rounds) and rounds[-1].state != RoundState.DRAFT
    found = []
    for each in (*rounds, None) if finalists else rounds:
        seen = marks(edition, each)
        if seen.sheets and (seen.sheets > LARGE or not _running(edition, each)):
            found.append(Due(edition, each, seen.fingerprint))
    return [each for each in found if _wanted(each, settled_before)]


def _running(edition: Edition, round_: Round | None) -> bool:
    """Whether judges may still score."""
    rounds = [round_] if round_ else scoring_rounds(edition)
    return any(each.state in (RoundState.DRAFT, RoundState.OPEN) for each in rounds)


def _wanted(due: Due, settled_before: datetime) -> bool:
    kept = latest(due.edition.id, due.round.id if due.round else None)
    if kept is None:
        return True
    fresh = _running(due.edition, due.round) and kept.made_at > settled_before
    return kept.fingerprint != due.fingerprint and not fresh


def editions_with_advice() -> Sequence[Edition]:
    """Editions in which somebody may have scored."""
    query = select(Edition).where(Edition.state != EditionState.DRAFT)
    return db.session.scalars(query.order_by(Edition.id)).all()
