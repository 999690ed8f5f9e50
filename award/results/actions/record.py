"""Keeping the whole result as it stands, numbered and with its SHA-256."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select

from award.competitions.models import Edition
from award.core import clock, jobs, ledger
from award.core.db import db
from award.core.kept import Stored
from award.people.models import User
from award.results.models_record import Paper, Snapshot
from award.results.queries.contents import content_of
from award.results.states import PaperKind, SnapshotKind

PRINTING = "results.print"


def keep(*, edition: Edition, kind: SnapshotKind, actor: User) -> Snapshot:
    """Keep a snapshot of the frozen result; its papers are printed after the commit.

    It rests on the ledger as it stood before the act that asks for it.
    """
    seq, own = ledger.head()
    content = ledger.canonical(content_of(edition))
    last = select(func.max(Snapshot.number)).where(Snapshot.edition_id == edition.id)
    kept = Snapshot(
        edition_id=edition.id,
        number=(db.session.scalar(last) or 0) + 1,
        kind=kind,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        ledger_seq=seq,
        ledger_head=own,
        made_at=clock.now(),
        made_by_id=actor.id,
    )
    db.session.add(kept)
    db.session.flush()
    ledger.record(
        "results.snapshot_kept",
        kept,
        actor=actor,
        edition_id=edition.id,
        kind=kind,
        number=kept.number,
        sha256=kept.sha256,
        ledger_seq=seq,
        ledger_head=own,
    )
    jobs.enqueue(PRINTING, snapshot_id=kept.id)
    return kept


def file_paper(*, snapshot: Snapshot, kind: PaperKind, stored: Stored) -> None:
    """Note a printed file. Safe to repeat: the same snapshot gives the same file."""
    if any(each.kind == kind for each in snapshot.papers):
        return
    snapshot.papers.append(
        Paper(kind=kind, sha256=stored.sha256, size=stored.size, made_at=clock.now())
    )
    db.session.flush()
    ledger.record(
        "results.paper_printed",
        snapshot,
        actor=None,
        edition_id=snapshot.edition_id,
        kind=kind,
        sha256=stored.sha256,
    )
