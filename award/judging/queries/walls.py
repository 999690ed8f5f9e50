"""What binds people to entries: the register of conflicts as rules and pages ask for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import joinedload, lazyload

from award.competitions.models import Edition, Round
from award.competitions.states import EditionState
from award.core import clock
from award.core.db import db, reading
from award.core.problems import Refused
from award.entries.models import Entry
from award.entries.rules import OWN_AGENCY
from award.judging.models import Assignment, RoundEntry
from award.judging.models_wall import Conflict, Pledge
from award.judging.rules import is_external
from award.judging.rules_wall import EXTERNAL_ONLY, KEPT_OUT, is_about, wall_between
from award.people.models import Agency, User
from award.people.states import Role


def declared(people: Collection[int]) -> Mapping[int, Sequence[Conflict]]:
    """The standing conflicts of each of the people. One query."""
    found: dict[int, list[Conflict]] = defaultdict(list)
    for conflict in db.session.scalars(_standing().where(Conflict.person_id.in_(people))):
        found[conflict.person_id].append(conflict)
    return found


def declared_by(person: Any) -> Sequence[Conflict]:
    """The standing conflicts of one person. One query; none on a page whose reader has none."""
    if reading.get() and not person.bound:
        return ()
    return db.session.scalars(_declared_by(), {"person": person.id}).all()


@cache  # a statement that is made once is also compiled and compared once
def _declared_by() -> Select[Conflict]:
    return _standing().where(Conflict.person_id == bindparam("person"))


def _standing() -> Select[Conflict]:
    return select(Conflict).where(Conflict.lifted_at.is_(None)).order_by(Conflict.id)


def why_barred(person: Any, entry: Entry) -> object:
    """Why the person must have no hand in the entry, or ``None``."""
    return wall_between(person, entry, declared_by(person))


def why_kept_out(actor: Any, entry: Entry) -> object:
    """The same as it is told to an organiser who comes to the entry, or ``None``."""
    if actor.wall_id == entry.wall_id:
        return OWN_AGENCY
    return None if why_barred(actor, entry) is None else KEPT_OUT


def barred_entries(person: Any, entries: Collection[Entry]) -> dict[int, object]:
    """Those of the entries that the person must have no hand in, with the reason. One query."""
    return _reasons(person, entries, declared_by(person))


def _reasons(
    person: Any, entries: Collection[Entry], own: Collection[Conflict]
) -> dict[int, object]:
    reasons = {each.id: wall_between(person, each, own) for each in entries}
    return {entry_id: reason for entry_id, reason in reasons.items() if reason is not None}


def why_kept_off(actor: Any, agency: Agency) -> object:
    """Why an organiser has no hand in the entries of an agency, or ``None``."""
    root, today = agency.root_id, clock.today()
    left = any(it.wall_id == root and it.bars_until >= today for it in actor.former)
    bound = any(
        it.hard and root in (it.wall_id, it.entry.wall_id if it.entry else None)
        for it in declared_by(actor)
    )
    return KEPT_OUT if actor.wall_id == root or left or bound else None


def keep_hands_off(actor: Any, entry_ids: Collection[int]) -> None:
    """Raise ``Refused`` when the actor is bound to one of the entries about to be decided on."""
    entries = _light(select(Entry).where(Entry.id.in_(entry_ids)))
    if any(why_kept_out(actor, each) is not None for each in entries):
        raise Refused(KEPT_OUT)


def walls_of(judge: User, entries: Collection[Entry]) -> dict[int, object]:
    """Those of the entries that no organiser may give the judge, with the reason."""
    reserved = organisers_walls() if not is_external(judge) else ()
    walls = barred_entries(judge, entries)
    own = {each.id: EXTERNAL_ONLY for each in entries if each.wall_id in reserved}
    return {**own, **walls}


def walled(entry: Entry, judges: Collection[User]) -> dict[int, object]:
    """Those of the judges who may not be given the entry, with the reason. Two queries."""
    register, reserved = declared([each.id for each in judges]), organisers_walls()
    found: dict[int, object] = {}
    for judge in judges:
        reason = wall_between(judge, entry, register.get(judge.id, ()))
        if reason is None and entry.wall_id in reserved and not is_external(judge):
            reason = EXTERNAL_ONLY
        if reason is not None:
            found[judge.id] = reason
    return found


def doubted(entry: Entry, judges: Collection[User]) -> set[int]:
    """Those of the judges who declared a doubt about the entry that does not bar them."""
    register = declared([each.id for each in judges])
    return {
        person
        for person, conflicts in register.items()
        if any(is_about(each, entry) for each in conflicts if not each.hard)
    }


def barred_in_round(person: Any, round_id: int) -> dict[int, object]:
    """Entries of the round that the person must have no hand in, with the reason."""
    query = select(Entry).join(RoundEntry, RoundEntry.entry_id == Entry.id)
    return _barred(person, query.where(RoundEntry.round_id == round_id))


def barred_in_edition(person: Any, edition_id: int) -> dict[int, object]:
    """Entries of the edition that the person must have no hand in, with the reason."""
    return _barred(person, select(Entry).where(Entry.edition_id == edition_id))


def barred_among(person: Any, entry_ids: Collection[int]) -> dict[int, object]:
    """The same for a few entries: a page of a long list."""
    return _barred(person, select(Entry).where(Entry.id.in_(entry_ids)))


def _barred(person: Any, query: Select[Entry]) -> dict[int, object]:
    # Of a thousand entries few are near to one person: only those are read.
    own = declared_by(person)
    walls = {person.wall_id, *(it.wall_id for it in person.former), *(it.wall_id for it in own)}
    near = or_(
        Entry.wall_id.in_(walls - {None}), Entry.id.in_([it.entry_id for it in own if it.entry_id])
    )
    return _reasons(person, _light(query.where(near)), own)


def _light(query: Any) -> Sequence[Entry]:
    bare = (lazyload(Entry.edition), lazyload(Entry.innovation), lazyload(Entry.category))
    return db.session.scalars(query.options(*bare, lazyload(Entry.agency))).all()


def organisers_walls() -> frozenset[int]:
    """Roots of the agencies of all organisers: only external judges have their entries."""
    query = select(User.wall_id).where(User.active, User.grants.any(role=Role.ORGANISER))
    return frozenset(db.session.scalars(query.distinct()))


def sitting(person: User, entry: Entry | None, agency: Agency | None) -> Sequence[Assignment]:
    """What the person still judges of the entry, or of the agency, before publication."""
    about: list[ColumnElement[bool]] = []
    if entry is not None:
        about.append(Assignment.entry_id == entry.id)
    if agency is not None:
        about.append(Assignment.entry_wall_id == agency.root_id)
    return db.session.scalars(
        select(Assignment)
        .join(Assignment.round)
        .join(Round.edition)
        .where(
            Assignment.judge_id == person.id,
            Assignment.standing,
            Edition.state != EditionState.PUBLISHED,
            or_(*about),
        )
        .options(joinedload(Assignment.sheet))
        .order_by(Assignment.id)
    ).all()


def known_conflict(
    person: User, kind: str, entry: Entry | None, agency: Agency | None
) -> Conflict | None:
    """The same conflict, if it stands already."""
    return db.session.scalar(
        select(Conflict).where(
            Conflict.person_id == person.id,
            Conflict.kind == kind,
            Conflict.lifted_at.is_(None),
            Conflict.entry_id == (entry.id if entry else None),
            Conflict.agency_id == (agency.id if agency else None),
        )
    )


def edition_for(_actor: Any, edition_id: int) -> Edition | None:
    """Loader: an edition that is not a draft."""
    edition = db.session.get(Edition, edition_id)
    return None if edition is None or edition.state == EditionState.DRAFT else edition


def pledge_of(judge: Any, edition: Edition) -> Pledge | None:
    """What the judge signed last in the edition."""
    query = select(Pledge).where(Pledge.judge_id == judge.id, Pledge.edition_id == edition.id)
    return db.session.scalar(query.order_by(Pledge.id.desc()).limit(1))
