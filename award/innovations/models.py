"""The register of innovations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.core.db import Base, Instant, Word
from award.innovations.states import Form, Initiator, Kind, Lifecycle, Stage
from award.people.models import Agency


class Innovation(Base):
    """An innovation of an agency; it lives across editions."""

    __tablename__ = "innovation"
    __table_args__ = (
        CheckConstraint("predecessor_id IS NULL OR predecessor_id <> id", name="not_own_heir"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    """A few sentences for the public gallery."""
    stage: Mapped[Stage] = mapped_column(Word(Stage))
    form: Mapped[Form] = mapped_column(Word(Form))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    application: Mapped[bool] = mapped_column(default=False)
    """Whether it is a software application, which asks for SPBE data."""
    initiator: Mapped[Initiator] = mapped_column(Word(Initiator))
    lifecycle: Mapped[Lifecycle] = mapped_column(Word(Lifecycle), default=Lifecycle.CONTINUING)
    started_on: Mapped[date | None]
    """Start of application: the date from which its age is counted."""
    sdgs: Mapped[list[int]] = mapped_column(JSON, default=list)
    origin: Mapped[str] = mapped_column(String(300), default="")
    """For a replication: the innovation that was replicated and its owner."""
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("innovation.id"), index=True)
    archive: Mapped[bool] = mapped_column(default=False)
    """Historical record, shown to the public without an entry."""
    archive_note: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    predecessor: Mapped[Innovation | None] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": version}
