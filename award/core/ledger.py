"""The ledger: an append-only, hash-chained record of every act.

Each row's hash covers the previous row's hash and the row itself, so that a changed, removed or
inserted row breaks the chain at a place that :func:`verify` names. Rows of a transaction are
gathered while actions run and written just before its commit: the chain is then extended under
a lock that is held for the shortest time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Connection,
    Index,
    Integer,
    Select,
    String,
    Text,
    event,
    insert,
    select,
    text,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from award.core import clock
from award.core.db import Base, Instant, db

GENESIS = "0" * 64
CHAIN_LOCK = 51_03_2009
"""Key of PostgreSQL's advisory lock on the chain's end; SQLite has one writer anyway."""


class Act(Base):
    """One act: who did what to which object, with what content."""

    __tablename__ = "ledger"
    __table_args__ = (Index(None, "subject", "subject_id"),)

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    edition_id: Mapped[int | None] = mapped_column(index=True)
    content: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


_ADDITION = insert(Act)
_LAST = text("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")


class Known(Protocol):
    """Whoever acts and whatever is acted on has a number."""

    id: Any


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and how."""

    seq: int
    fault: str


def record(
    action: str,
    subject: Known | None = None,
    *,
    actor: Known | None,
    edition_id: int | None = None,
    **content: Any,
) -> None:
    """Remember an act of the current transaction; ``content`` must be JSON or have a ``str``."""
    session = db.session()
    session.flush()
    session.info.setdefault("acts", []).append(
        {
            "at": clock.now(),
            "actor_id": getattr(actor, "id", None),
            "action": action,
            "subject": "" if subject is None else type(subject).__name__,
            "subject_id": getattr(subject, "id", None),
            "edition_id": edition_id,
            "content": canonical(content),
        }
    )


def canonical(content: Any) -> str:
    """JSON with one possible spelling."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )


def digest(previous: str, fields: dict[str, Any]) -> str:
    """SHA-256 over the previous hash and the row's fields."""
    moment: datetime = fields["at"]
    body = canonical({**fields, "at": moment.isoformat(timespec="microseconds")})
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def head() -> tuple[int, str]:
    """Number and hash of the last act."""
    row = db.session.execute(select(Act.seq, Act.hash).order_by(Act.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def _fields(act: Act) -> dict[str, Any]:
    names = ("seq", "at", "actor_id", "action", "subject", "subject_id", "edition_id", "content")
    return {name: getattr(act, name) for name in names}


def verify() -> Break | None:
    """Walk the chain from its first row; the first break, or ``None`` when it holds."""
    try:
        walked = db.session.execute(_in_order()).yield_per(500)
        return _first_break((act, written) for act, written in walked)
    except (ValueError, DBAPIError):
        # A changed byte may leave what is no text or no moment, and many rows are read at once.
        return _first_break(_one_by_one())


Walked = tuple[Act, object]
"""An act, and its moment as the database wrote it."""


def _in_order() -> Select[Act, object]:
    return select(Act, type_coerce(Act.at, String).label("written")).order_by(Act.seq)


def _one_by_one() -> Iterator[Walked | Break]:
    for seq in db.session.scalars(select(Act.seq).order_by(Act.seq)).all():
        try:
            act, written = db.session.execute(_in_order().where(Act.seq == seq)).one()
            yield act, written
        except (ValueError, DBAPIError):
            yield Break(seq, "changed")


def _first_break(walked: Iterable[Walked | Break]) -> Break | None:
    previous, expected = GENESIS, 1
    for one in walked:
        seq = one.seq if isinstance(one, Break) else one[0].seq
        if seq != expected:
            return Break(expected, "missing")
        if isinstance(one, Break) or not _holds(*one, previous):
            return Break(seq, "changed")
        previous, expected = one[0].hash, seq + 1
    return None


def _holds(act: Act, written: object, previous: str) -> bool:
    # SQLite keeps a moment as text, of which more than one spelling is the same moment.
    if isinstance(written, str) and written != f"{act.at:%Y-%m-%d %H:%M:%S.%f}":
        return False
    return act.previous == previous and act.hash == digest(previous, _fields(act))


def write() -> None:
    """Write what was gathered already now, for a long transaction whose later acts rest on it.

    Nobody else can add to the chain until the transaction ends.
    """
    db.session.flush()
    _extend_chain(db.session())


@event.listens_for(Session, "before_commit")
def _extend_chain(session: Session) -> None:
    acts = session.info.pop("acts", None)
    if not acts:
        return
    connection = session.connection()
    last, previous = _end_of_chain(connection)
    for seq, fields in enumerate(acts, last + 1):
        fields["seq"] = seq
        fields |= {"previous": previous, "hash": digest(previous, fields)}
        previous = fields["hash"]
    connection.execute(_ADDITION, acts)


def _end_of_chain(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last act, which nobody else adds to until the transaction ends."""
    if connection.dialect.name != "postgresql":
        row = connection.execute(_LAST).first()
        return (row.seq, row.hash) if row else (0, GENESIS)
    # Two statements in one journey: the second sees what was there once the lock was held.
    driver: Any = connection.connection.driver_connection
    lock = f"SELECT pg_advisory_xact_lock({CHAIN_LOCK})"
    cursor = driver.execute(f"{lock}; {_LAST}", prepare=False)
    cursor.nextset()
    return cursor.fetchone() or (0, GENESIS)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _previous: Any) -> None:
    session.info.pop("acts", None)
