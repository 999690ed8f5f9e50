"""Files that organisers brought back from signing, and what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.certificates.models import Batch
from award.core.db import Base, Instant


class Intake(Base):
    """Files uploaded together for one batch, examined by the worker."""

    __tablename__ = "intake"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    names: Mapped[list[str]] = mapped_column(JSON)
    """Of the files as they were sent, in order."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often a worker has begun to examine them."""
    touched_at: Mapped[datetime] = mapped_column(Instant)
    """When a worker was last seen at it."""
    checked: Mapped[int] = mapped_column(default=0)
    """How many files have been examined so far."""
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """By file: name, outcome, number of the certificate, and who signed."""

    batch: Mapped[Batch] = relationship(lazy="joined", innerjoin=True)
