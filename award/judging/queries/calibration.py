"""Practice on sample entries, as organisers and judges read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from award.competitions.models import Round
from award.competitions.states import RoundKind
from award.core.db import db
from award.judging.models import Assignment
from award.judging.models_calibration import Calibration, Sample, SampleSheet
from award.judging.models_wall import PanelSeat
from award.judging.states import SheetState
from award.people.models import User
from award.people.rules import is_a
from award.people.states import Role


@dataclass(frozen=True)
class Practice:
    """A judge before a sample, with the sheet if one was begun."""

    sample: Sample
    sheet: SampleSheet | None

    @property
    def finished(self) -> bool:
        """Whether the judge has finished this sample."""
        return self.sheet is not None and self.sheet.state == SheetState.FINISHED


@dataclass(frozen=True)
class OwnCalibration:
    """A calibration as one of its judges meets it."""

    calibration: Calibration
    practices: Sequence[Practice]

    @property
    def finished(self) -> int:
        """Samples that the judge has finished."""
        return sum(each.finished for each in self.practices)

    @property
    def next(self) -> Practice | None:
        """The first that is not finished."""
        return next((each for each in self.practices if not each.finished), None)


def _of_the_panel(judge_id: Any, round_id: Any) -> ColumnElement[bool]:
    """Judges who sit in the round or score in it; a round without seats takes every judge."""
    seat = exists().where(PanelSeat.round_id == round_id)
    given = exists().where(
        Assignment.round_id == round_id, Assignment.judge_id == judge_id, Assignment.standing
    )
    return or_(~seat, seat.where(PanelSeat.judge_id == judge_id), given)


def judges_of(round_id: int) -> Sequence[User]:
    """Whom a calibration of the round asks, by name."""
    query = select(User).where(User.active, User.grants.any(role=Role.JUDGE))
    query = query.where(_of_the_panel(User.id, round_id)).options(lazyload(User.grants))
    return db.session.scalars(query.order_by(User.name, User.id)).all()


def calibration_of(round_: Round) -> Calibration | None:
    """The calibration of a round, with its samples."""
    query = select(Calibration).where(Calibration.round_id == round_.id)
    return db.session.scalar(query.options(selectinload(Calibration.samples)))


def own_for(actor: Any, calibration_id: int) -> OwnCalibration | None:
    """Loader for a judge's page: a calibration of a round that is the judge's."""
    found = _of_judge(actor, Calibration.id == calibration_id)
    return found[0] if found else None


def of_judge(judge: User) -> list[OwnCalibration]:
    """Every calibration that asks the judge, the newest first. Constant number of statements."""
    return _of_judge(judge, Calibration.id.is_not(None))


def _of_judge(judge: Any, which: ColumnElement[bool]) -> list[OwnCalibration]:
    if not is_a(judge, Role.JUDGE):
        return []
    query = select(Calibration).where(which, _of_the_panel(judge.id, Calibration.round_id))
    found = db.session.scalars(
        query.options(
            selectinload(Calibration.samples),
            joinedload(Calibration.round).joinedload(Round.edition),
        ).order_by(Calibration.id.desc())
    ).all()
    sheets = _sheets_of(judge.id, [each.id for each in found]) if found else {}
    return [
        OwnCalibration(each, [Practice(one, sheets.get(one.id)) for one in each.samples])
        for each in found
    ]


def _sheets_of(judge_id: int, calibrations: Sequence[int]) -> dict[int, SampleSheet]:
    query = select(SampleSheet).join(SampleSheet.sample)
    own = query.where(SampleSheet.judge_id == judge_id, Sample.calibration_id.in_(calibrations))
    return {each.sample_id: each for each in db.session.scalars(own)}


def practice_for(actor: Any, sample_id: int) -> Practice | None:
    """Loader for the sheet of a sample: only judges of its round know it."""
    calibration_id = db.session.scalar(select(Sample.calibration_id).where(Sample.id == sample_id))
    own = own_for(actor, calibration_id) if calibration_id is not None else None
    practices = own.practices if own else ()
    return next((each for each in practices if each.sample.id == sample_id), None)


def held(practice: Practice, judge: User) -> Practice:
    """The practice as it stands once nobody else is writing a sheet of its sample."""
    sample = practice.sample
    db.session.execute(select(Sample.id).where(Sample.id == sample.id).with_for_update())
    db.session.refresh(sample.calibration, ["closed_at"])
    own = select(SampleSheet).where(
        SampleSheet.sample_id == sample.id, SampleSheet.judge_id == judge.id
    )
    sheet = db.session.scalar(own.execution_options(populate_existing=True))
    return Practice(sample, sheet)


def finished_sheets(calibration: Calibration) -> Sequence[SampleSheet]:
    """All finished sheets, with their judges."""
    query = select(SampleSheet).join(SampleSheet.sample)
    return db.session.scalars(
        query.where(
            Sample.calibration_id == calibration.id, SampleSheet.state == SheetState.FINISHED
        )
        .options(joinedload(SampleSheet.judge).lazyload(User.grants))
        .order_by(SampleSheet.id)
    ).all()


def totals(calibration: Calibration) -> dict[int, dict[int, float]]:
    """Finished totals by judge and sample."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for sheet in finished_sheets(calibration):
        found[sheet.judge_id][sheet.sample_id] = float(sheet.total or 0)
    return dict(found)


def scoring_round(actor: Any, round_id: int) -> Round | None:
    """Loader for the organiser's page: a scoring round with its rubric and edition."""
    query = select(Round).where(Round.id == round_id, Round.kind == RoundKind.SCORING)
    return db.session.scalar(query.options(joinedload(Round.edition)))
