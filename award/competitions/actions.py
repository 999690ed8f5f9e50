"""Writes about editions."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from award.competitions import blueprint as bp
from award.competitions import holidays, queries
from award.competitions.blueprint_faults import faults
from award.competitions.models import Category, Criterion, Edition, EditionVersion, Holiday, Round
from award.competitions.states import EDITION, RoundKind
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.people.models import User


def add_holidays(*, days: Collection[holidays.Holiday], actor: User | None) -> None:
    """Enter holidays that are not there yet, for example ``holidays.load()``."""
    known = queries.holidays()
    new = {each.date: each.name for each in days if each.date not in known}
    db.session.add_all(Holiday(day=day, name=name) for day, name in new.items())
    ledger.record("holidays.added", actor=actor, days={str(day): name for day, name in new.items()})


def create_edition(*, blueprint: bp.Blueprint, year: int, actor: User | None) -> Edition:
    """A new edition in preparation; a faulty blueprint is refused with every fault."""
    if found := faults(blueprint):
        raise Invalid(
            _l("Templat ini tidak dapat dipakai."), {each.where: each.message for each in found}
        )
    names = set(bp.Blueprint.__dataclass_fields__) - {"key", "timezone", "categories", "rounds"}
    edition = Edition(
        preset=blueprint.key,
        year=year,
        created_at=clock.now(),
        categories=_categories(blueprint),
        rounds=[_round(each, n) for n, each in enumerate(blueprint.rounds)],
        **{name: getattr(blueprint, name) for name in names},
    )
    db.session.add(edition)
    db.session.flush()
    ledger.record(
        "edition.created",
        edition,
        actor=actor,
        edition_id=edition.id,
        document=bp.to_document(blueprint),
    )
    return edition


def _categories(blueprint: bp.Blueprint) -> list[Category]:
    return [
        Category(key=each.key, name=each.name, description=each.description, position=n)
        for n, each in enumerate(blueprint.categories)
    ]


def _round(each: bp.Round, position: int) -> Round:
    return Round(
        key=each.key,
        name=each.name,
        who=each.who,
        kind=RoundKind(each.kind),
        weight=each.weight,
        judges_per_entry=each.judges_per_entry,
        advance_per_category=each.advance_per_category,
        aggregate=each.aggregate,
        rounding=each.rounding,
        scale_min=each.scale_min,
        scale_max=each.scale_max,
        position=position,
        criteria=[_criterion(criterion, n) for n, criterion in enumerate(each.criteria)],
    )


def _criterion(each: bp.Criterion, position: int) -> Criterion:
    return Criterion(
        key=each.key,
        name=each.name,
        description=each.description,
        weight=each.weight,
        section=each.section,
        levels=each.levels,
        position=position,
    )


def open_edition(*, edition: Edition, actor: User) -> None:
    """Show the edition and let agencies in; refused while its blueprint has faults."""
    ensure("edition:manage", edition, actor)
    if found := faults(queries.blueprint_of(edition)):
        raise Invalid(
            _l("Edisi ini belum dapat dibuka."), {each.where: each.message for each in found}
        )
    edition.state = EDITION.after("open", edition.state)
    db.session.flush()
    ledger.record("edition.opened", edition, actor=actor, edition_id=edition.id)


def lock(*, edition: Edition, actor: User | None, reason: str) -> None:
    """Lock rubric and weights: called when the first sheet is scored. Safe to repeat."""
    if edition.locked_at is not None:
        return
    edition.locked_at = clock.now()
    keep_version(edition=edition, actor=actor, reason=reason)


def keep_version(*, edition: Edition, actor: User | None, reason: str) -> EditionVersion:
    """Keep the whole blueprint as it stands, numbered and with its SHA-256."""
    document = bp.to_document(queries.blueprint_of(edition))
    kept = EditionVersion(
        edition_id=edition.id,
        number=queries.version_count(edition) + 1,
        document=document,
        sha256=hashlib.sha256(ledger.canonical(document).encode()).hexdigest(),
        kept_at=clock.now(),
        reason=reason,
    )
    db.session.add(kept)
    db.session.flush()
    ledger.record(
        "edition.version_kept",
        kept,
        actor=actor,
        edition_id=edition.id,
        number=kept.number,
        sha256=kept.sha256,
        reason=reason,
    )
    return kept
