"""Entries as judges may see them, and what a blind round still has to hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select, tuple_

from award.competitions.models import Round
from award.competitions.states import RoundState
from award.core.db import db
from award.entries import queries_visibility as visibility
from award.entries.models import Document, Entry, NeutralCopy
from award.entries.queries_visibility import Exposure
from award.entries.states import EntryState
from award.entries.visibility import Seen, Veil, neutral_name
from award.judging.models import Assignment, RoundEntry
from award.judging.queries.rounds import is_first, round_for
from award.judging.queries.sheets import SheetDocument
from award.judging.queries.walls import barred_entries, why_barred
from award.people.models import User

PAGE = 25
"""Entries on one page: each is read through for names."""
NAMELESS = "–"
"""Stands for an alias that has not been drawn."""


def seen(assignments: Sequence[Assignment], *, with_files: bool = False) -> dict[int, Seen]:
    """The entry of each assignment as its judge may see it, by the assignment's number.

    Two statements for all blind rounds together, one more with files, none without such rounds.
    """
    blind = [each for each in assignments if each.round.blind]
    veils = _veils(blind, with_files)
    return {each.id: Seen(each.entry, veils.get(each.id)) for each in assignments}


def seen_in_round(round_: Round, entries: Sequence[Entry]) -> dict[int, Seen]:
    """The entries as judges of the round may see them, by the entry's number."""
    if not round_.blind:
        return {each.id: Seen(each) for each in entries}
    query = select(RoundEntry.entry_id, RoundEntry.alias).where(RoundEntry.round_id == round_.id)
    aliases = dict(db.session.execute(query).all())
    veils = visibility.veils(entries, with_files=False)
    return {
        each.id: Seen(each, veils[each.id].under(aliases.get(each.id) or NAMELESS))
        for each in entries
    }


def _veils(blind: Sequence[Assignment], with_files: bool) -> dict[int, Veil]:
    if not blind:
        return {}
    places = [(each.round_id, each.entry_id) for each in blind]
    found = select(RoundEntry.round_id, RoundEntry.entry_id, RoundEntry.alias).where(
        tuple_(RoundEntry.round_id, RoundEntry.entry_id).in_(places)
    )
    aliases = {
        (round_id, entry_id): alias for round_id, entry_id, alias in db.session.execute(found)
    }
    veils = visibility.veils([each.entry for each in blind], with_files=with_files)
    return {
        each.id: veils[each.entry_id].under(aliases[each.round_id, each.entry_id] or NAMELESS)
        for each in blind
    }


def seen_by_judge(assignment: Assignment) -> Seen:
    """The entry of one assignment, files and all."""
    return seen([assignment], with_files=True)[assignment.id]


def given_out(target: SheetDocument) -> tuple[str, str]:
    """Name and SHA-256 of the file that the judge gets."""
    kept = target.document
    if not target.assignment.round.blind:
        return kept.name, kept.sha256
    place = db.session.get_one(RoundEntry, (target.assignment.round_id, kept.entry_id))
    copy = target.copy
    if copy is None:
        raise LookupError("a held document has no file to give out")
    return neutral_name(place.alias or NAMELESS, kept), copy.sha256


def aliases_of(round_id: int) -> set[str]:
    """Names that are taken in the round."""
    query = select(RoundEntry.alias).where(RoundEntry.round_id == round_id)
    return {alias for alias in db.session.scalars(query) if alias}


def nameless(round_id: int) -> Sequence[RoundEntry]:
    """Entries of the round for which no alias has been drawn."""
    query = select(RoundEntry).where(RoundEntry.round_id == round_id, RoundEntry.alias.is_(None))
    return db.session.scalars(query.order_by(RoundEntry.entry_id)).all()


@dataclass(frozen=True)
class Filed:
    """A file of an entry, looked at for the sake of one round."""

    round: Round
    copy: NeutralCopy


def filed_for(actor: Any, round_id: int, document_id: int) -> Filed | None:
    """Loader for what an organiser decides about one file, from the page of a round."""
    round_, copy = round_for(actor, round_id), visibility.copy_for(actor, document_id)
    if round_ is None or copy is None or not _handled(actor, round_, copy.document.entry):
        return None
    return Filed(round_, copy)


def _handled(actor: Any, round_: Round, entry: Entry) -> bool:
    """Whether the entry is of the round's edition, and the organiser not bound to it."""
    return entry.edition_id == round_.edition_id and why_barred(actor, entry) is None


@dataclass(frozen=True)
class Subject:
    """An entry, looked at for the sake of one round."""

    round: Round
    entry: Entry


def subject_for(actor: Any, round_id: int, entry_id: int) -> Subject | None:
    """Loader for what an organiser hides in one entry, from the page of a round."""
    round_, entry = round_for(actor, round_id), db.session.get(Entry, entry_id)
    if round_ is None or entry is None or not _handled(actor, round_, entry):
        return None
    return Subject(round_, entry)


def exposures(actor: User, round_: Round, page: int) -> tuple[list[Exposure], int]:
    """One page of the round's entries with what each may still tell, and how many there are.

    Before a first round opens, the entries that it would take in are looked at too. Entries to
    which the organiser is bound are left out: others look at them.
    """
    query = _concerned(round_)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    shown = db.session.scalars(
        query.order_by(Entry.title, Entry.id).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    barred = barred_entries(actor, shown)
    return visibility.exposures([each for each in shown if each.id not in barred]), total


def _concerned(round_: Round) -> Select[Entry]:
    inside = Entry.id.in_(select(RoundEntry.entry_id).where(RoundEntry.round_id == round_.id))
    query = select(Entry).where(Entry.edition_id == round_.edition_id)
    if round_.state == RoundState.DRAFT and is_first(round_):
        return query.where(or_(inside, Entry.state == EntryState.PASSED))
    return query.where(inside)


def unprepared(round_: Round) -> Sequence[int]:
    """Entries of the round with files that have not been made fit for a blind round."""
    return db.session.scalars(
        _without_copies().where(Entry.id.in_(_concerned(round_).with_only_columns(Entry.id)))
    ).all()


def unprepared_anywhere(limit: int) -> Sequence[int]:
    """The same in all blind rounds that are not over."""
    query = _without_copies().join(RoundEntry, RoundEntry.entry_id == Entry.id)
    return db.session.scalars(
        query.join(Round, Round.id == RoundEntry.round_id)
        .where(Round.blind, Round.state.in_((RoundState.DRAFT, RoundState.OPEN)))
        .limit(limit)
    ).all()


def _without_copies() -> Select[int]:
    return (
        select(Entry.id)
        .distinct()
        .join(Document, Document.entry_id == Entry.id)
        .outerjoin(NeutralCopy, NeutralCopy.document_id == Document.id)
        .where(
            Document.removed_at.is_(None),
            Document.sha256 != "",
            NeutralCopy.document_id.is_(None),
        )
    )
