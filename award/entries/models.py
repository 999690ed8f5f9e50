"""An innovation's proposal in one edition, its documents, sign-offs and screening."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from award.competitions.models import Category, Edition
from award.core.db import Base, Instant, Word
from award.entries.duplicates import mark
from award.entries.states import CopyFinding, EntryState, ScreeningOutcome
from award.innovations.models import Innovation
from award.people.models import Agency, User


def _mark_of_row(context: Any) -> str:
    return mark(context.get_current_parameters()["title"])


class Entry(Base):
    """A proposal. ``wall_id`` repeats the agency's root for the conflict wall."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("edition_id", "innovation_id"),
        UniqueConstraint("id", "wall_id"),
        ForeignKeyConstraint(
            ["agency_id", "wall_id"], ["agency.id", "agency.root_id"], onupdate="CASCADE"
        ),
        CheckConstraint(
            "state NOT IN ('submitted', 'passed', 'rejected') OR submitted_at IS NOT NULL",
            name="submitted_has_date",
        ),
        CheckConstraint(
            "state <> 'correction' OR correction_due IS NOT NULL", name="correction_has_date"
        ),
        Index(None, "edition_id", "state"),
        Index(None, "edition_id", "title_mark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    innovation_id: Mapped[int] = mapped_column(ForeignKey("innovation.id"), index=True)
    agency_id: Mapped[int] = mapped_column(index=True)
    wall_id: Mapped[int] = mapped_column(index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    group: Mapped[str] = mapped_column(String(40), default="umum")
    title: Mapped[str] = mapped_column(String(200))
    title_mark: Mapped[str] = mapped_column(
        String(32), default=_mark_of_row, server_default=text("''")
    )
    """The same for titles that read the same: an edition is searched for them by it."""
    declarations: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Keys of the edition's declarations that the agency has ticked."""
    state: Mapped[EntryState] = mapped_column(Word(EntryState), default=EntryState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    correction_due: Mapped[datetime | None] = mapped_column(Instant)
    """Set when the entry is returned, which happens once; it stays afterwards."""
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition] = relationship(lazy="joined", innerjoin=True)
    innovation: Mapped[Innovation] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    category: Mapped[Category | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @validates("title")
    def _marked(self, _name: str, title: str) -> str:
        self.title_mark = mark(title)
        return title


class SectionText(Base):
    """What the agency wrote in one section; ``version`` counts the saves."""

    __tablename__ = "section_text"
    __table_args__ = (UniqueConstraint("entry_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    key: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[bool | None]
    """For a yes/no section."""
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(Instant)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    saved_by: Mapped[User] = relationship()


class Document(Base):
    """A file or a link of an entry; a replaced one stays, marked as removed."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("(sha256 = '') <> (link = '')", name="file_or_link"),
        Index(None, "entry_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    key: Mapped[str] = mapped_column(String(60))
    """Key of the edition's document kind, or ``section:<key>`` for a section's evidence."""
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10), default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    entry: Mapped[Entry] = relationship()


class Submission(Base):
    """The proposal as the head of agency signed it: never changed, named by its SHA-256."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    statement: Mapped[str] = mapped_column(Text)
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[datetime] = mapped_column(Instant)

    signed_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class HandBack(Base):
    """The head of agency gave a proposal back to its writers, with a note."""

    __tablename__ = "hand_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    note: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Screening(Base):
    """What the secretariat decided on a submission, with coded reasons."""

    __tablename__ = "screening"
    __table_args__ = (
        CheckConstraint("outcome <> 'return' OR due IS NOT NULL", name="return_has_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    outcome: Mapped[ScreeningOutcome] = mapped_column(Word(ScreeningOutcome))
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    due: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class Waiver(Base):
    """An agency excused from the duty of one innovation in an edition."""

    __tablename__ = "waiver"
    __table_args__ = (UniqueConstraint("edition_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant)


class NeutralCopy(Base):
    """A document of an entry as judges of a blind round get it: a file without its metadata.

    ``held`` keeps it from judges: at first whatever names the entrant or could not be cleaned;
    an organiser who has looked at it may decide otherwise. Without a file it stays held.
    """

    __tablename__ = "neutral_copy"
    __table_args__ = (CheckConstraint("held OR sha256 <> ''", name="shown_has_file"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    finding: Mapped[CopyFinding] = mapped_column(Word(CopyFinding))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    held: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(Instant)

    document: Mapped[Document] = relationship()


class HiddenName(Base):
    """A name that judges of a blind round may not read, besides those of the agency's people."""

    __tablename__ = "hidden_name"
    __table_args__ = (UniqueConstraint("entry_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    name: Mapped[str] = mapped_column(String(150))
    added_at: Mapped[datetime] = mapped_column(Instant)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
