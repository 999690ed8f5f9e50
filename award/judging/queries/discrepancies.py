"""Where judges of a round are far apart, and what was done about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from award.competitions.models import Round
from award.core.db import db
from award.judging.discrepancy import Gap, Given, Limits, gap, heaviest
from award.judging.models import Assignment, Mark, ScoreSheet
from award.judging.models_discrepancy import Discrepancy, Totals
from award.judging.queries.excluded import Excluded
from award.judging.queries.walls import why_kept_out
from award.judging.states import SheetState
from award.people.models import User


@dataclass(frozen=True)
class Case:
    """A discrepancy; ``barred`` is why the reader must have no hand in its entry."""

    found: Discrepancy
    barred: object = None


@dataclass(frozen=True)
class Finding:
    """The finished sheets of one entry: how far apart they are, and each judge's total."""

    gap: Gap | None = None
    totals: Totals = field(default_factory=dict)

    def is_wide(self, limits: Limits) -> bool:
        """Whether the entry needs another judge or the plenary."""
        return self.gap is not None and self.gap.is_wide(limits)


def limits(round_: Round) -> Limits:
    """From where on judges of the round are too far apart."""
    return Limits(round_.discrepancy_points, round_.discrepancy_levels)


def findings(round_: Round, entry_id: int | None = None) -> dict[int, Finding]:
    """What the finished sheets say of each entry that has any. Two queries."""
    sheets = _sheets(round_, entry_id)
    levels = _levels(round_, entry_id)
    found: dict[int, Finding] = {}
    for one, totals in sheets.items():
        given = [Given(total, levels[sheet_id]) for sheet_id, _judge, total in totals]
        found[one] = Finding(gap(given), {str(judge): str(total) for _, judge, total in totals})
    return found


def totals(round_: Round, entry_id: int) -> Totals:
    """Total of each finished sheet of an entry by the number of its judge."""
    return {str(judge): str(total) for _id, judge, total in _sheets(round_, entry_id)[entry_id]}


def _sheets(round_: Round, entry_id: int | None) -> Mapping[int, list[tuple[int, int, Decimal]]]:
    query = select(Assignment.entry_id, ScoreSheet.id, Assignment.judge_id, ScoreSheet.total)
    found: dict[int, list[tuple[int, int, Decimal]]] = defaultdict(list)
    for one, *sheet in db.session.execute(_finished(query, round_, entry_id)):
        found[one].append(tuple(sheet))
    return found


def _levels(round_: Round, entry_id: int | None) -> Mapping[int, tuple[int, ...]]:
    """By sheet its levels on the heaviest criteria."""
    keys = heaviest({each.key: each.weight for each in round_.criteria})
    heavy = [each.id for each in round_.criteria if each.key in keys]
    query = _finished(select(ScoreSheet.id, Mark.level), round_, entry_id)
    query = query.join(Mark, Mark.sheet_id == ScoreSheet.id).where(Mark.criterion_id.in_(heavy))
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for sheet_id, level in db.session.execute(query.order_by(Mark.criterion_id)):
        found[sheet_id] += (level,)
    return found


def _finished(query: Any, round_: Round, entry_id: int | None) -> Any:
    query = query.select_from(ScoreSheet).join(ScoreSheet.assignment)
    query = query.where(
        Assignment.round_id == round_.id,
        Assignment.standing,
        ScoreSheet.state == SheetState.FINISHED,
    ).order_by(Assignment.id)
    return query if entry_id is None else query.where(Assignment.entry_id == entry_id)


def left(round_: Round, entry_id: int) -> int:
    """Sheets of the entry that are still to be finished."""
    query = select(func.count()).select_from(Assignment).outerjoin(Assignment.sheet)
    return (
        db.session.scalar(
            query.where(
                Assignment.round_id == round_.id,
                Assignment.entry_id == entry_id,
                Assignment.standing,
                func.coalesce(ScoreSheet.state, SheetState.OPEN) != SheetState.FINISHED,
            )
        )
        or 0
    )


def of_round(round_: Round) -> Sequence[Discrepancy]:
    """Every discrepancy of a round, settled or not, the oldest first: what the minutes tell."""
    query = select(Discrepancy).where(Discrepancy.round_id == round_.id)
    people = (joinedload(Discrepancy.judge), joinedload(Discrepancy.settled_by))
    query = query.options(joinedload(Discrepancy.entry), *people)
    return db.session.scalars(query.order_by(Discrepancy.id)).all()


def unsettled(round_: Round) -> Sequence[Discrepancy]:
    """What must be settled before the round can be locked."""
    query = select(Discrepancy).where(
        Discrepancy.round_id == round_.id,
        Discrepancy.settled_at.is_(None),
        Discrepancy.entry_id.not_in(Excluded.numbers()),
    )
    query = query.options(joinedload(Discrepancy.entry))
    return db.session.scalars(query.order_by(Discrepancy.id)).all()


def last_of(round_: Round, entry_id: int | None) -> dict[int, Discrepancy]:
    """The latest discrepancy of each entry that ever had one."""
    query = select(Discrepancy).where(Discrepancy.round_id == round_.id)
    if entry_id is not None:
        query = query.where(Discrepancy.entry_id == entry_id)
    return {each.entry_id: each for each in db.session.scalars(query.order_by(Discrepancy.id))}


def judges_named(cases: Sequence[Discrepancy]) -> dict[str, str]:
    """Names of all judges whose totals are kept, by their number as it stands there."""
    numbers = {int(one) for each in cases for one in {**each.before, **(each.after or {})}}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(numbers)))
    return {str(number): name for number, name in rows}


def case_for(actor: Any, discrepancy_id: int) -> Case | None:
    """Loader for the pages of one discrepancy."""
    found = db.session.get(Discrepancy, discrepancy_id)
    return None if found is None else Case(found, why_kept_out(actor, found.entry))
