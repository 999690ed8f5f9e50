"""What certificates look like, whom they may honour besides entries, and what was issued.

A certificate's facts and its batch's style are frozen when it is issued.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.certificates.states import CertificateState, Kind, SignatureMode
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core.db import Base, Instant, Word
from award.entries.models import Entry


class Signatory(Base):
    """Who may sign, and from when until when: the office as printed, line by line, and who holds
    it."""

    __tablename__ = "signatory"

    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))
    rank: Mapped[str] = mapped_column(String(120), default="")
    nip: Mapped[str] = mapped_column(String(30), default="")
    """18 digits; empty for an elected official."""
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    picture: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the picture of the signature, empty for none."""


class Look(Base):
    """What organisers chose for the certificates of one kind in one edition."""

    __tablename__ = "look"
    __table_args__ = (UniqueConstraint("edition_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    style: Mapped[dict[str, Any]] = mapped_column(JSON)
    """A :class:`~award.certificates.style.Style` as plain values."""
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Texts by placeholder (``title``, ``closing``), each by language."""
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("signatory.id"))
    courtesy: Mapped[bool] = mapped_column(default=False)
    """Whether each certificate comes with an English courtesy copy."""
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition] = relationship(lazy="joined", innerjoin=True)
    signatory: Mapped[Signatory | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class Honouree(Base):
    """A person or office honoured beside an entry: a member of its team, or who replicates it."""

    __tablename__ = "honouree"
    __table_args__ = (UniqueConstraint("entry_id", "kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    name: Mapped[str] = mapped_column(String(160))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    entry: Mapped[Entry] = relationship()


class Batch(Base):
    """Certificates of one kind issued together, by one signer on one date."""

    __tablename__ = "batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    style: Mapped[dict[str, Any]] = mapped_column(JSON)
    """A :class:`~award.certificates.style.Style` as plain values, frozen."""
    design_version: Mapped[str] = mapped_column(String(20))
    """Changes with anything the design was made of when these were issued."""
    dated: Mapped[date]
    place: Mapped[str] = mapped_column(String(80))
    signer_office: Mapped[str] = mapped_column(String(120))
    signer_name: Mapped[str] = mapped_column(String(120))
    signer_rank: Mapped[str] = mapped_column(String(120), default="")
    signer_nip: Mapped[str] = mapped_column(String(30), default="")
    issued_at: Mapped[datetime] = mapped_column(Instant)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    edition: Mapped[Edition] = relationship(lazy="joined", innerjoin=True)

    @property
    def design(self) -> str:
        """The name of the design."""
        return Style.from_dict(self.style).design

    @property
    def signature_mode(self) -> SignatureMode:
        """How these certificates are signed."""
        return Style.from_dict(self.style).signing


class LayoutCheck(Base):
    """Whether everyone whom a batch would honour fits the page; tried by the worker.

    It speaks for the drafts with its digest and for no others.
    """

    __tablename__ = "layout_check"
    __table_args__ = (Index(None, "edition_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    dated: Mapped[date]
    place: Mapped[str] = mapped_column(String(80))
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("signatory.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    """How many have been tried."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often a worker has begun to try them."""
    faults: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    """What does not fit: whose (as :attr:`Certificate.subject`), field, reason, limit."""
    asked_at: Mapped[datetime] = mapped_column(Instant)
    moved_at: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)

    edition: Mapped[Edition] = relationship()
    signatory: Mapped[Signatory | None] = relationship(lazy="joined")


IN_FORCE = text("state NOT IN ('superseded', 'revoked')")
FILED = "state <> 'ready' OR sha256 <> ''"


class Certificate(Base):
    """One certificate: number, code and facts as issued; the PDF is kept under its SHA-256."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("edition_id", "kind", "serial"),
        CheckConstraint(FILED, name="ready_has_file"),
        CheckConstraint("state <> 'unsigned' OR base_sha256 <> ''", name="unsigned_has_base"),
        Index(None, "batch_id", "state"),
        Index(
            "uq_certificate_in_force",
            "edition_id",
            "kind",
            "subject",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    serial: Mapped[int]
    """Counts from 1 without gaps per edition and kind."""
    number: Mapped[str] = mapped_column(String(100), unique=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """Unguessable; opens the public verification page."""
    subject: Mapped[str] = mapped_column(String(60))
    """Whom it honours: ``entry:12``, ``user:7`` or ``honouree:3``; one in force per kind."""
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[CertificateState] = mapped_column(
        Word(CertificateState), default=CertificateState.QUEUED
    )
    fault: Mapped[str] = mapped_column(String(300), default="")
    """Why it could not be made: a key of ``words.FAULTS``, or ``field: reason``."""
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Of the PDF that is handed out."""
    size: Mapped[int] = mapped_column(default=0)
    base_sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Of our own PDF before anybody signed it electronically; empty where nobody does."""
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    signature: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What was found in the signed PDF: signer, issuer, time, level, whether trusted."""
    courtesy: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The facts of the English courtesy copy, frozen; none where no copy was asked for."""
    courtesy_sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    courtesy_size: Mapped[int] = mapped_column(default=0)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    """The certificate that this one corrects."""
    correction: Mapped[str] = mapped_column(String(500), default="")
    """Why it corrects another one."""
    superseded_at: Mapped[datetime | None] = mapped_column(Instant)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    ready_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_reason: Mapped[str] = mapped_column(String(500), default="")

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
    entry: Mapped[Entry | None] = relationship()
    replaces: Mapped[Certificate | None] = relationship(
        remote_side="Certificate.id", back_populates="replaced_by"
    )
    replaced_by: Mapped[Certificate | None] = relationship(back_populates="replaces", uselist=False)
