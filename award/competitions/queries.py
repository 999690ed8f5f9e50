"""Reads about editions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from award.competitions import blueprint as bp
from award.competitions.models import Criterion, Edition, EditionVersion, Holiday, Round
from award.competitions.states import EditionState
from award.core.db import db


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


def round_by_id(_actor: Any, round_id: int) -> Round | None:
    """Loader for the organiser's pages of one round, with its criteria and edition."""
    return db.session.get(
        Round, round_id, options=[selectinload(Round.criteria), selectinload(Round.edition)]
    )


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
    )
