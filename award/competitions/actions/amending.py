"""Changing an edition: the whole blueprint as it is to become, compared with what stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from award.approvals.models import Approval
from award.competitions import blueprint as bp
from award.competitions import parts, queries
from award.competitions.actions.editions import (
    keep_version,
    new_category,
    new_criterion,
    new_round,
    numbers,
)
from award.competitions.blueprint_faults import faults
from award.competitions.models import Category, Criterion, Edition, Round
from award.competitions.states import EditionState, RoundState
from award.core import ledger
from award.core.access import ensure
from award.core.db import db
from award.core.language import local
from award.core.problems import Invalid, Stale
from award.people.models import User

Kept = TypeVar("Kept", Category, Round, Criterion)

IN_ROWS = {
    Category: ("name", "description"),
    Round: (
        "name",
        "who",
        "kind",
        "weight",
        "judges_per_entry",
        "advance_per_category",
        "aggregate",
        "rounding",
        "scale_min",
        "scale_max",
        "blind",
        "talk_minutes",
        "question_minutes",
        "discrepancy_points",
        "discrepancy_levels",
    ),
    Criterion: ("name", "description", "weight", "section", "source", "levels"),
}
"""What a row takes over from its counterpart in the blueprint."""


def amend(
    *, edition: Edition, blueprint: bp.Blueprint, version: int, actor: User, reason: str = ""
) -> None:
    """Make the edition what ``blueprint`` says; nothing happens when it says so already.

    Raises Stale when ``version`` is not the edition's any more, Refused when marks rest on what
    would change, Invalid when rows in use would go, when a reason is missing (once locked) or,
    except in preparation, when faults would remain.
    """
    ensure("edition:edit", edition, actor)
    before = queries.blueprint_of(edition)
    if before == blueprint:
        return
    if parts.scoring(before) != parts.scoring(blueprint):
        ensure("edition:edit_rubric", edition, actor)
    if version != edition.version:
        raise Stale(_l("Edisi ini diubah orang lain sesudah Anda membuka halaman ini."))
    _check(edition, before, blueprint, reason)
    _write(edition, before, blueprint)
    _record(edition, before, blueprint, actor, reason)


def carry_out(*, edition: Edition, blueprint: bp.Blueprint, approval: Approval) -> None:
    """Make the edition what two people agreed on, also where marks rest on what changes.

    Called by the acts that ask for the proof of it. Raises Invalid when faults would remain.
    """
    before = queries.blueprint_of(edition)
    _check(edition, before, blueprint, approval.reason)
    _write(edition, before, blueprint)
    _record(edition, before, blueprint, approval.confirmed_by, approval.reason)


def _check(edition: Edition, before: bp.Blueprint, blueprint: bp.Blueprint, reason: str) -> None:
    if edition.locked_at is not None and not reason:
        sentence = _l("Tulis alasan perubahan: penilaian sudah berjalan.")
        raise Invalid(sentence, {"reason": sentence})
    if edition.state == EditionState.DRAFT:
        return
    for name in parts.FIRMLY_KEYED:
        kept = {each.key for each in getattr(blueprint, name)}
        _refuse_loss([each for each in getattr(before, name) if each.key not in kept])
    _refuse_unveiling(edition, blueprint)
    if found := faults(blueprint):
        raise Invalid(
            _l("Edisi yang sudah dibuka harus tetap lengkap."),
            {each.where: each.message for each in found},
        )


def _refuse_unveiling(edition: Edition, blueprint: bp.Blueprint) -> None:
    """Judges who have begun keep the round as they found it, with or without names."""
    wanted = {each.key: each.blind for each in blueprint.rounds}
    for row in edition.rounds:
        if row.state != RoundState.DRAFT and wanted.get(row.key, row.blind) != row.blind:
            sentence = _l("Babak yang sudah dibuka tetap dinilai dengan atau tanpa nama.")
            raise Invalid(sentence, {f"rounds[{row.key}].blind": sentence})


def _refuse_loss(gone: Sequence[Any]) -> None:
    for each in gone:
        title = local(each.title if isinstance(each, bp.Section) else each.name)
        raise Invalid(
            _l(
                "“%(name)s” tidak dapat dihapus: edisi sudah dibuka dan usulan mungkin memakainya.",
                name=title,
            )
        )


def _write(edition: Edition, before: bp.Blueprint, blueprint: bp.Blueprint) -> None:
    _match(edition.categories, blueprint.categories, new_category)
    _match(edition.rounds, blueprint.rounds, new_round)
    for row, each in zip(edition.rounds, blueprint.rounds, strict=True):
        _match(row.criteria, each.criteria, new_criterion)
    for name in _changed(before, blueprint):
        if name not in ("categories", "rounds"):
            setattr(edition, name, getattr(blueprint, name))
    # Rows have no version of their own: a change of any counts as a change of the edition.
    flag_modified(edition, "settings")
    try:
        db.session.flush()
    except StaleDataError:
        raise Stale(_l("Edisi ini diubah orang lain pada saat yang sama.")) from None


def _match(rows: list[Kept], wanted: Sequence[Any], new: Callable[[Any, int], Kept]) -> None:
    """Remove, change, add and order the rows so that they say what is wanted."""
    keys = [each.key for each in wanted]
    for row in [row for row in rows if row.key not in keys]:
        _remove(rows, row)
    known = {row.key: row for row in rows}
    for position, each in enumerate(wanted):
        if each.key not in known:
            rows.append(new(each, position))
            continue
        row = known[each.key]
        row.position = position
        for name in IN_ROWS[type(row)]:
            setattr(row, name, getattr(each, name))
    rows.sort(key=_position)


def _position(row: Category | Round | Criterion) -> int:
    return row.position


def _remove(rows: list[Kept], row: Kept) -> None:
    """Take a row away; the database knows whether an entry, sheet or decision holds on to it."""
    name = local(row.name)
    try:
        with db.session.begin_nested():
            rows.remove(row)
            db.session.flush()
    except IntegrityError:
        raise Invalid(
            _l("“%(name)s” sudah dipakai usulan atau penilaian dan tidak dapat dihapus.", name=name)
        ) from None


def _changed(before: bp.Blueprint, after: bp.Blueprint) -> list[str]:
    return [name for name in vars(after) if getattr(before, name) != getattr(after, name)]


def _record(
    edition: Edition, before: bp.Blueprint, after: bp.Blueprint, actor: User | None, reason: str
) -> None:
    names, was, now = _changed(before, after), bp.to_document(before), bp.to_document(after)
    ledger.record(
        "edition.changed",
        edition,
        actor=actor,
        edition_id=edition.id,
        reason=reason,
        before={name: was[name] for name in names},
        after={name: now[name] for name in names},
        **numbers(edition),
    )
    if edition.locked_at is not None:
        keep_version(edition=edition, actor=actor, reason=reason)
