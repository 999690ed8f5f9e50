"""Writes about the people and offices honoured beside an entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.certificates.actions.issue import wait_for_others
from award.certificates.honourees import Team, honourees_of, issued
from award.certificates.models import Honouree
from award.certificates.names import faults_of
from award.certificates.states import Kind
from award.competitions.models import Edition
from award.core import clock, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.problems import Invalid
from award.core.text import folded
from award.entries.models import Entry
from award.judging.queries.walls import keep_hands_off
from award.people.models import User


def name_team(*, team: Team, names: Sequence[str], actor: User) -> None:
    """The agency says who belongs to the team of its entry, in this order."""
    ensure("team:name", team, actor)
    _set(team.entry, Kind.MEMBER, names, "members", actor)


def correct_team(*, team: Team, kind: Kind, names: Sequence[str], actor: User) -> None:
    """An organiser says who is honoured beside an entry, in this order.

    As many names as before may be spelt otherwise, each in its place, also of those who have a
    certificate: it says the old spelling until it is corrected.
    """
    ensure("team:correct", team, actor)
    field = "members" if kind == Kind.MEMBER else "partners"
    _set(team.entry, kind, names, field, actor, respell=True)


def add_honourees(*, edition: Edition, named: Iterable[tuple[int, Kind, str]], actor: User) -> int:
    """Add people and offices to entries, all or none; how many were new.

    `named` holds entry, kind and name, checked before. Raises :class:`Refused` when the actor is
    bound to one of the entries, :class:`Invalid` when an entry would have too many names.
    """
    ensure("certificate:manage", edition, actor)
    wanted = list(named)
    keep_hands_off(actor, {entry_id for entry_id, _kind, _name in wanted})
    wait_for_others(edition)
    added = 0
    for entry_id, kind in dict.fromkeys((each[0], each[1]) for each in wanted):
        entry = _held(entry_id)
        before = [each.name for each in honourees_of(entry_id) if each.kind == kind]
        known = {folded(name) for name in before}
        mine = [name for number, sort, name in wanted if (number, sort) == (entry_id, kind)]
        new = [name for name in mine if folded(name) not in known]
        if new:
            _set(entry, kind, before + new, "file", actor)
        added += len(new)
    return added


def _set(
    entry: Entry,
    kind: Kind,
    names: Sequence[str],
    field: str,
    actor: User,
    *,
    respell: bool = False,
) -> None:
    """Let the names of a kind be these, in this order.

    Certificates are numbered in the order of rows: what stands before the first difference stays,
    the rest is entered anew. Whoever has a certificate stays as issued.
    """
    wait_for_others(entry.edition)  # whoever issues reads these names
    entry = _held(entry.id)
    if found := faults_of(names):
        raise Invalid(found[0], {field: " ".join(map(str, found))})
    before = [each for each in honourees_of(entry.id) if each.kind == kind]
    was = [each.name for each in before]
    if respell:
        _respell(before, names)
    have = issued(before)
    _keep_issued([each for each in before if each.id in have], names, field)
    same = _alike(before, names)
    kept = {each.name for each in before[same:] if each.id in have}
    for each in before[same:]:
        if each.id not in have:
            db.session.delete(each)
    db.session.flush()
    for name in names[same:]:
        if name not in kept:
            db.session.add(_row(entry, kind, name, actor))
            db.session.flush()
    if was != list(names):
        _record(entry, kind, names, actor)


def _respell(before: Sequence[Honouree], names: Sequence[str]) -> None:
    """Let the same person be spelt otherwise; whoever only moved to another line is left alone."""
    if len(before) != len(names):
        return
    was = {each.name for each in before}
    for each, name in zip(before, names, strict=True):
        if each.name not in names and name not in was:
            each.name = name
    db.session.flush()


def _held(entry_id: int) -> Entry:
    """The entry, kept from others until the names are entered."""
    return db.session.scalars(
        select(Entry).where(Entry.id == entry_id).with_for_update(of=Entry)
    ).one()


def _alike(before: Sequence[Honouree], names: Sequence[str]) -> int:
    """How many names at the beginning are the same."""
    for n, (one, name) in enumerate(zip(before, names, strict=False)):
        if one.name != name:
            return n
    return min(len(before), len(names))


def _keep_issued(fixed: Collection[Honouree], names: Sequence[str], field: str) -> None:
    if missing := [each.name for each in fixed if each.name not in names]:
        sentence = _l(
            "%(name)s sudah memiliki piagam, jadi namanya tidak dapat dihapus atau diganti di "
            "sini. Perbaiki piagamnya.",
            name=", ".join(missing),
        )
        raise Invalid(sentence, {field: sentence})


def _row(entry: Entry, kind: Kind, name: str, actor: User) -> Honouree:
    return Honouree(
        entry_id=entry.id,
        kind=kind,
        name=name,
        entered_at=clock.now(),
        entered_by_id=actor.id,
    )


def _record(entry: Entry, kind: Kind, names: Sequence[str], actor: User) -> None:
    ledger.record(
        "honourees.named",
        entry,
        actor=actor,
        edition_id=entry.edition_id,
        kind=kind,
        names=list(names),
    )
