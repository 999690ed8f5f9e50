"""Reads about editions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from award.competitions import blueprint as bp
from award.competitions.models import Criterion, Edition, EditionVersion, Holiday, Round
from award.competitions.states import EditionState
from award.core import clock
from award.core.db import db
from award.core.language import local, short_date


def editions() -> Sequence[Edition]:
    """All editions, the newest first."""
    return db.session.scalars(
        select(Edition).order_by(Edition.year.desc(), Edition.id.desc())
    ).all()


def current_edition() -> Edition | None:
    """The newest edition that has been opened."""
    query = select(Edition).where(Edition.state != EditionState.DRAFT)
    return db.session.scalar(query.order_by(Edition.year.desc(), Edition.id.desc()).limit(1))


def edition_by_id(_actor: Any, edition_id: int) -> Edition | None:
    """Loader for the organiser's pages of one edition, with rounds, criteria and categories."""
    return db.session.get(
        Edition,
        edition_id,
        options=[
            selectinload(Edition.categories),
            selectinload(Edition.rounds).selectinload(Round.criteria),
        ],
    )


def round_of_edition(_actor: Any, edition_id: int, round_id: int) -> Round | None:
    """Loader for the page of a rubric: a round of this edition and no other."""
    edition = edition_by_id(_actor, edition_id)
    rounds = edition.rounds if edition else []
    return next((each for each in rounds if each.id == round_id), None)


def version_by_number(_actor: Any, edition_id: int, number: int) -> EditionVersion | None:
    """Loader for one kept version."""
    query = select(EditionVersion).filter_by(edition_id=edition_id, number=number)
    return db.session.scalar(query)


def versions(edition: Edition) -> Sequence[EditionVersion]:
    """The kept versions, the newest first."""
    query = select(EditionVersion).where(EditionVersion.edition_id == edition.id)
    return db.session.scalars(query.order_by(EditionVersion.number.desc())).all()


def untouched_twin(blueprint: bp.Blueprint, year: int) -> Edition | None:
    """An edition in preparation that is still exactly this blueprint."""
    query = select(Edition).filter_by(year=year, preset=blueprint.key, state=EditionState.DRAFT)
    drafts = db.session.scalars(query.where(Edition.version == 1))
    return next((each for each in drafts if blueprint_of(each) == blueprint), None)


def deadline(edition: Edition) -> datetime:
    """The last moment to send an entry: the end of registration at its closing minute, WITA."""
    phase = edition.phase(bp.REGISTRATION)
    if phase is None:
        raise LookupError("an edition in use has a registration phase")
    return clock.end_of(phase.ends, phase.closes_at)


def timeline(edition: Edition) -> list[tuple[str, str, str]]:
    """The main phases by their first day: name, dates, and ``past``, ``now`` or ``next``.

    Phases that may run beside others (coaching, publicity) would only crowd the line.
    """
    main = [item for item in edition.calendar if not item.may_overlap]
    phases = sorted(main, key=lambda item: (item.starts, item.ends))
    return [(local(item.name), period(item), _place_in_time(item)) for item in phases]


def period(item: bp.CalendarItem) -> str:
    """``15 Apr – 31 Mei 2026``."""
    first, last = short_date(item.starts), short_date(item.ends)
    if item.starts.year == item.ends.year:
        first = first.removesuffix(f" {item.starts.year}")
    return last if item.starts == item.ends else f"{first} – {last}"


def _place_in_time(item: bp.CalendarItem) -> str:
    if clock.now() > clock.end_of(item.ends, item.closes_at):
        return "past"
    return "next" if clock.today() < item.starts else "now"


def holiday_table() -> Sequence[Holiday]:
    """All holidays in order of date."""
    return db.session.scalars(select(Holiday).order_by(Holiday.day)).all()


def holidays() -> frozenset[date]:
    """All days that are not working days besides week-ends."""
    return frozenset(db.session.scalars(select(Holiday.day)))


def version_count(edition: Edition) -> int:
    """How many versions of the blueprint have been kept."""
    query = select(func.count()).where(EditionVersion.edition_id == edition.id)
    return db.session.scalar(query) or 0


def blueprint_of(edition: Edition) -> bp.Blueprint:
    """The edition as plain data: what presets, copies, versions and checks work on."""
    parts = {
        name: getattr(edition, name)
        for name in bp.Blueprint.__dataclass_fields__
        if name not in ("key", "timezone", "categories", "rounds")
    }
    return bp.Blueprint(
        key=edition.preset,
        timezone="Asia/Makassar",
        categories=tuple(
            bp.Category(key=each.key, name=each.name, description=each.description)
            for each in edition.categories
        ),
        rounds=tuple(_round(each) for each in edition.rounds),
        **parts,
    )


def _round(each: Round) -> bp.Round:
    return bp.Round(
        key=each.key,
        name=each.name,
        who=each.who,
        kind=each.kind,
        weight=each.weight,
        judges_per_entry=each.judges_per_entry,
        advance_per_category=each.advance_per_category,
        aggregate=each.aggregate,
        rounding=each.rounding,
        scale_min=each.scale_min,
        scale_max=each.scale_max,
        blind=each.blind,
        talk_minutes=each.talk_minutes,
        question_minutes=each.question_minutes,
        discrepancy_points=each.discrepancy_points,
        discrepancy_levels=each.discrepancy_levels,
        criteria=tuple(_criterion(criterion) for criterion in each.criteria),
    )


def _criterion(each: Criterion) -> bp.Criterion:
    return bp.Criterion(
        key=each.key,
        name=each.name,
        description=each.description,
        weight=each.weight,
        levels=each.levels,
        section=each.section,
        source=each.source,
    )
