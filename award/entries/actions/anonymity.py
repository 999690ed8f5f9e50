"""Making an entry fit for a blind round: clean copies of its files, names to hide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from award.core import clock, files, ledger
from award.core.access import ensure
from award.core.db import db
from award.core.kept import Stored
from award.core.neutral import Unclean, neutral, words
from award.core.problems import Invalid
from award.core.text import clean_line
from award.entries import queries_visibility as queries
from award.entries.models import Entry, HiddenName, NeutralCopy
from award.entries.states import CopyFinding
from award.entries.visibility import SHORTEST, mentions
from award.people.models import User

LONGEST_NAME = 150


@dataclass(frozen=True)
class Look:
    """What became of one file: what was found in it, and its clean copy at rest."""

    document_id: int
    finding: CopyFinding
    stored: Stored | None


def look(document_id: int, sha256: str, kind: str, names: tuple[str, ...]) -> Look:
    """Clean one file and look through it for names. Takes a while; touches no database."""
    try:
        content = neutral(files.load(sha256), kind)
    except (Unclean, OSError):
        return Look(document_id, CopyFinding.UNCLEAN, None)
    return Look(document_id, _finding(content, kind, names), files.store(content))


def keep_copies(*, looks: Iterable[Look]) -> None:
    """Keep what was found. A file that cannot be cleaned, or names the entrant, is held back."""
    for each in looks:
        if db.session.get(NeutralCopy, each.document_id) is None:
            db.session.add(_copy(each))
    db.session.flush()


def _copy(each: Look) -> NeutralCopy:
    return NeutralCopy(
        document_id=each.document_id,
        finding=each.finding,
        sha256=each.stored.sha256 if each.stored else "",
        size=each.stored.size if each.stored else 0,
        held=each.finding in (CopyFinding.NAMED, CopyFinding.UNCLEAN),
        made_at=clock.now(),
    )


def _finding(content: bytes, kind: str, names: tuple[str, ...]) -> CopyFinding:
    written = words(content, kind)
    if not written.strip():
        return CopyFinding.WORDLESS
    return CopyFinding.NAMED if mentions(names, written) else CopyFinding.CLEAN


def hold_copy(*, copy: NeutralCopy, actor: User) -> None:
    """Keep a file from judges of blind rounds. Safe to repeat."""
    _decide(copy, actor, held=True)


def show_copy(*, copy: NeutralCopy, actor: User) -> None:
    """Give a file out although it was held. Raises ``Invalid`` where there is no clean file."""
    if not copy.sha256:
        raise Invalid(_l("Berkas ini tidak dapat dibersihkan dan tetap ditahan."))
    _decide(copy, actor, held=False)


def _decide(copy: NeutralCopy, actor: User, *, held: bool) -> None:
    entry = copy.document.entry
    ensure("entry:veil", entry, actor)
    if copy.held == held:
        return
    copy.held = held
    db.session.flush()
    ledger.record(
        "entry.copy_held" if held else "entry.copy_shown",
        copy.document,
        actor=actor,
        edition_id=entry.edition_id,
        entry=entry.id,
        finding=copy.finding,
        sha256=copy.sha256,
    )


def hide_name(*, entry: Entry, name: str, actor: User) -> None:
    """Cover one more name in this entry, such as an inventor's. Safe to repeat.

    Copies of its files are looked through anew. Raises ``Invalid`` for a name too short or long.
    """
    ensure("entry:veil", entry, actor)
    name = clean_line(name)
    if not SHORTEST <= len(name) <= LONGEST_NAME:
        sentence = _l("Nama harus 3 sampai 150 huruf.")
        raise Invalid(sentence, {"name": sentence})
    if db.session.scalar(select(HiddenName).filter_by(entry_id=entry.id, name=name)):
        return
    made = HiddenName(entry_id=entry.id, name=name, added_at=clock.now(), added_by_id=actor.id)
    db.session.add(made)
    db.session.flush()
    _look_again(entry)
    ledger.record("entry.name_hidden", entry, actor=actor, edition_id=entry.edition_id, name=name)


def _look_again(entry: Entry) -> None:
    """Hold what turns out to name the entrant; what an organiser has shown before as well."""
    names = queries.names_of([entry])[entry.id]
    for copy in queries.copies_of([entry]):
        if copy.sha256 and _finding(files.load(copy.sha256), copy.document.kind, names) == (
            CopyFinding.NAMED
        ):
            copy.finding, copy.held = CopyFinding.NAMED, True
    db.session.flush()


def unhide_name(*, hidden: HiddenName, entry: Entry, actor: User) -> None:
    """No longer cover a name that an organiser added."""
    ensure("entry:veil", entry, actor)
    name = hidden.name
    db.session.delete(hidden)
    db.session.flush()
    ledger.record("entry.name_shown", entry, actor=actor, edition_id=entry.edition_id, name=name)
