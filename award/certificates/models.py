"""Batches of certificates; a certificate's facts are frozen when it is issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.certificates.states import CertificateState, Kind
from award.competitions.models import Edition
from award.core.db import Base, Instant, Word
from award.entries.models import Entry


class Batch(Base):
    """Certificates of one kind issued together, by one signer on one date."""

    __tablename__ = "batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    design: Mapped[str] = mapped_column(String(40))
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


class Certificate(Base):
    """One certificate: number, code and facts as issued; the PDF is kept under its SHA-256."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("edition_id", "kind", "serial"),
        UniqueConstraint("edition_id", "kind", "subject"),
        CheckConstraint("state NOT IN ('ready', 'revoked') OR sha256 <> ''", name="ready_has_file"),
        Index(None, "batch_id", "state"),
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
    """Whom it honours, once per edition and kind: ``entry:12`` or ``user:7``."""
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[CertificateState] = mapped_column(
        Word(CertificateState), default=CertificateState.QUEUED
    )
    fault: Mapped[str] = mapped_column(String(300), default="")
    """Why it could not be made: a key of ``words.FAULTS``, or ``field: reason``."""
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    ready_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_reason: Mapped[str] = mapped_column(String(500), default="")

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
    entry: Mapped[Entry | None] = relationship()
