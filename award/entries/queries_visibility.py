"""What a veil is made of: names to hide, files fit to be given out, and where names still stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import joinedload

from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core.db import db
from award.entries.models import Document, Entry, HiddenName, NeutralCopy
from award.entries.queries import contents
from award.entries.states import EntryState
from award.entries.visibility import Veil, mentions, spellings
from award.innovations.models import Innovation
from award.people.models import Agency, User


@dataclass(frozen=True)
class Exposure:
    """What of an entry may still tell judges who sent it."""

    entry: Entry
    said: Mapping[str, Sequence[str]]
    """Hidden names that its texts contain, by the key of the section (title: ``""``)."""
    copies: Sequence[NeutralCopy]
    added: Sequence[HiddenName]
    """Names that organisers hide besides those known."""
    waiting: int
    """Files for which no copy has been made yet."""
    links: int
    public: bool
    """Whether the gallery already shows this innovation together with its agency."""

    @property
    def places(self) -> dict[str, list[str]]:
        """Where each hidden name stands: the keys of the sections, by the name."""
        found: dict[str, list[str]] = {}
        for key, names in self.said.items():
            for name in names:
                found.setdefault(name, []).append(key)
        return found

    @property
    def clear(self) -> bool:
        """Whether an organiser need not look."""
        finished = all(copy.finding == "clean" for copy in self.copies) and not self.waiting
        return finished and not self.said and not self.public


def names_of(entries: Sequence[Entry]) -> dict[int, tuple[str, ...]]:
    """What no judge of a blind round may read, by entry: one statement, however many entries.

    Agencies of the same root and everyone in them, and what organisers added.
    """
    found: dict[int, set[str]] = {entry.id: set() for entry in entries}
    parts = (_of_agencies, _of_people, _added)
    query = union_all(*(each for part in parts for each in part(list(found))))
    for entry_id, name in db.session.execute(query):
        found[entry_id].add(name)
    return {entry_id: spellings(names) for entry_id, names in found.items()}


def _of_agencies(ids: list[int]) -> list[Any]:
    columns = (Agency.name, Agency.name_en, Agency.short_name, Agency.code)
    query: Any = select(Entry.id).where(Entry.id.in_(ids))
    query = query.join(Agency, Agency.root_id == Entry.wall_id)
    return [query.add_columns(each) for each in columns]


def _of_people(ids: list[int]) -> list[Any]:
    query = select(Entry.id, User.name).join(User, User.wall_id == Entry.wall_id)
    return [query.where(Entry.id.in_(ids))]


def _added(ids: list[int]) -> list[Any]:
    query = select(HiddenName.entry_id, HiddenName.name)
    return [query.where(HiddenName.entry_id.in_(ids))]


def veils(entries: Sequence[Entry], *, with_files: bool) -> dict[int, Veil]:
    """The veil of each entry, still without an alias; lists need no files."""
    names = names_of(entries)
    copies: dict[int, dict[int, NeutralCopy]] = defaultdict(dict)
    for copy in copies_of(entries) if with_files else ():
        copies[copy.document.entry_id][copy.document_id] = copy
    return {entry.id: Veil("", names[entry.id], copies[entry.id]) for entry in entries}


def copies_of(entries: Sequence[Entry]) -> Sequence[NeutralCopy]:
    query = select(NeutralCopy).join(NeutralCopy.document)
    return db.session.scalars(
        query.where(
            Document.entry_id.in_([entry.id for entry in entries]), Document.removed_at.is_(None)
        )
        .options(joinedload(NeutralCopy.document))
        .order_by(NeutralCopy.document_id)
    ).all()


def copy_for(_actor: Any, document_id: int) -> NeutralCopy | None:
    """Loader for what an organiser decides about one file."""
    return db.session.get(
        NeutralCopy,
        document_id,
        options=[joinedload(NeutralCopy.document).joinedload(Document.entry)],
    )


def without_copy(entry: Entry) -> Sequence[Document]:
    """Files of the entry that have not been made fit for a blind round."""
    made = select(NeutralCopy.document_id)
    query = select(Document).where(
        Document.entry_id == entry.id,
        Document.removed_at.is_(None),
        Document.sha256 != "",
        Document.id.not_in(made),
    )
    return db.session.scalars(query.order_by(Document.id)).all()


def hidden_name(entry: Entry, hidden_id: int) -> HiddenName | None:
    """One name that an organiser added to this entry."""
    query = select(HiddenName).where(HiddenName.id == hidden_id, HiddenName.entry_id == entry.id)
    return db.session.scalar(query)


def exposures(entries: Sequence[Entry]) -> list[Exposure]:
    """What each entry may still tell: constant number of statements."""
    names, shown, public = names_of(entries), contents(entries), _in_gallery(entries)
    copies: dict[int, list[NeutralCopy]] = defaultdict(list)
    for copy in copies_of(entries):
        copies[copy.document.entry_id].append(copy)
    added: dict[int, list[HiddenName]] = defaultdict(list)
    for hidden in _added_to(entries):
        added[hidden.entry_id].append(hidden)
    files, links = _handed(entries, "file"), _handed(entries, "link")
    return [
        Exposure(
            entry,
            _said(entry, names[entry.id], shown[entry.id]),
            copies[entry.id],
            added[entry.id],
            files.get(entry.id, 0) - len(copies[entry.id]),
            links.get(entry.id, 0),
            entry.innovation_id in public,
        )
        for entry in entries
    ]


def _added_to(entries: Sequence[Entry]) -> Sequence[HiddenName]:
    query = select(HiddenName).where(HiddenName.entry_id.in_([entry.id for entry in entries]))
    return db.session.scalars(query.order_by(HiddenName.name)).all()


def _said(entry: Entry, names: tuple[str, ...], content: Any) -> dict[str, list[str]]:
    texts = {"": entry.title, **{part.section.key: part.text for part in content.sections}}
    found = {key: mentions(names, text) for key, text in texts.items()}
    return {key: said for key, said in found.items() if said}


def _handed(entries: Sequence[Entry], what: str) -> dict[int, int]:
    kind = Document.link != "" if what == "link" else Document.sha256 != ""
    query = select(Document.entry_id, func.count()).where(
        Document.entry_id.in_([entry.id for entry in entries]), Document.removed_at.is_(None), kind
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Document.entry_id))}


def _in_gallery(entries: Sequence[Entry]) -> set[int]:
    published = (
        select(Entry.innovation_id)
        .join(Entry.edition)
        .where(Entry.state == EntryState.PASSED, Edition.state == EditionState.PUBLISHED)
    )
    query = select(Innovation.id).where(
        Innovation.id.in_([entry.innovation_id for entry in entries]),
        or_(Innovation.archive, Innovation.id.in_(published)),
    )
    return set(db.session.scalars(query))
