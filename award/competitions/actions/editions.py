"""How an edition begins, opens, locks, and keeps its versions."""

from __future__ import annotations

import hashlib

from flask_babel import lazy_gettext as _l

from award.competitions import blueprint as bp
from award.competitions import queries
from award.competitions.blueprint_faults import faults
from award.competitions.models import Category, Criterion, Edition, EditionVersion, Round
from award.competitions.states import EDITION, EditionState, RoundKind
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.people.models import User


def start_edition(*, blueprint: bp.Blueprint, year: int, actor: User) -> Edition:
    """A new edition of the year from a preset, a copy or a file, its calendar moved there.

    One that is still exactly the same is returned instead: a form sent twice makes one edition.
    """
    ensure("edition:manage", None, actor)
    moved = bp.at_year(blueprint, year)
    twin = queries.untouched_twin(moved, year)
    return twin or create_edition(blueprint=moved, year=year, actor=actor)


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
        categories=[new_category(each, n) for n, each in enumerate(blueprint.categories)],
        rounds=[new_round(each, n) for n, each in enumerate(blueprint.rounds)],
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
        **numbers(edition),
    )
    return edition


def numbers(edition: Edition) -> dict[str, dict[int, str]]:
    """Which number stands for which round and category: later acts name them by it."""
    return {
        "rounds": {each.id: each.key for each in edition.rounds},
        "categories": {each.id: each.key for each in edition.categories},
    }


def new_category(each: bp.Category, position: int) -> Category:
    """The row of a category."""
    return Category(key=each.key, name=each.name, description=each.description, position=position)


def new_round(each: bp.Round, position: int) -> Round:
    """The row of a round with its rubric."""
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
        blind=each.blind,
        talk_minutes=each.talk_minutes,
        question_minutes=each.question_minutes,
        discrepancy_points=each.discrepancy_points,
        discrepancy_levels=each.discrepancy_levels,
        position=position,
        criteria=[new_criterion(criterion, n) for n, criterion in enumerate(each.criteria)],
    )


def new_criterion(each: bp.Criterion, position: int) -> Criterion:
    """The row of a criterion."""
    return Criterion(
        key=each.key,
        name=each.name,
        description=each.description,
        weight=each.weight,
        section=each.section,
        source=each.source,
        levels=each.levels,
        position=position,
    )


def open_edition(*, edition: Edition, actor: User) -> None:
    """Show the edition and let agencies in; refused while its blueprint has faults.

    Safe to repeat.
    """
    ensure("edition:manage", edition, actor)
    if edition.state == EditionState.OPEN:
        return
    ensure("edition:open", edition, actor)
    if found := faults(queries.blueprint_of(edition)):
        raise Invalid(
            _l("Edisi ini belum dapat dibuka."), {each.where: each.message for each in found}
        )
    edition.state = EDITION.after("open", edition.state)
    db.session.flush()
    ledger.record("edition.opened", edition, actor=actor, edition_id=edition.id)


def lock(*, edition: Edition, actor: User | None, reason: str) -> None:
    """Lock rubric and weights: called when the first sheet is scored. Safe to repeat."""
    if edition.locked_at is None:
        # Two judges may give the first mark at once: the second waits and finds it locked.
        db.session.refresh(edition, ["locked_at", "version"], with_for_update=True)
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
