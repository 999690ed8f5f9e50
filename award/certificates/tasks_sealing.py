"""Signing a batch with the organisation's own key, in the process that opened it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from award.certificates import queries_signing as queries
from award.certificates.actions import signing as actions
from award.certificates.models import Batch
from award.certificates.signing.signatures import Signature
from award.certificates.tasks_signing import trusted
from award.core import clock, files, kept
from award.core.db import db, only_reading
from award.core.jobs import enqueue
from award.core.kept import Stored
from award.people.models import User

if TYPE_CHECKING:
    from award.certificates.signing.examination import Trust
    from award.certificates.signing.seal import Seal

CHUNK = 32
"""Certificates recorded together: all that a crash can cost."""
DISKS = 4
"""Files on their way to the disk at once: the next is signed meanwhile."""

log = structlog.get_logger()


def seal_batch(batch_id: int, seal: Seal, actor: User | None) -> int:
    """Sign what waits in a batch with our own key, in small steps that are committed at once.

    Returns how many were signed. Safe to stop and to run again. Raises ``SealError`` when the key
    cannot go on, ``OSError`` on a full disk; what was signed before stays, and the ledger says
    why it stopped.
    """
    db.session.commit()
    trust = trusted()
    done = 0
    try:
        while waiting := _next(batch_id):
            if not done:
                _note_seal(batch_id, actor, waiting=queries.progress(batch_id).unsigned)
            done += _record_sealed(_sealed(waiting, seal, trust), actor)
    except Exception as problem:  # whoever asked for it reads the fault on the page
        db.session.rollback()
        _note_seal(batch_id, actor, fault=_fault(problem), signed=done)
        raise
    if done:
        enqueue("certificates.bind", batch_id=batch_id)
        db.session.commit()
    return done


def _note_seal(batch_id: int, actor: User | None, **content: Any) -> None:
    """Note the start of sealing, or with a fault its end; no space for that changes nothing."""
    act = "certificates.seal_stopped" if "fault" in content else "certificates.seal_begun"
    try:
        actions.note_seal(
            batch=db.session.get_one(Batch, batch_id), act=act, actor=actor, **content
        )
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        log.exception("not noted in the ledger", act=act, batch=batch_id, **content)


def _fault(problem: Exception) -> str:
    fault = getattr(problem, "fault", "")
    return str(fault) or ("storage" if isinstance(problem, OSError) else "unexpected")


def _next(batch_id: int) -> list[queries.Unsigned]:
    with only_reading():
        return queries.unsigned(batch_id, CHUNK)


def _sealed(
    waiting: Sequence[queries.Unsigned], seal: Seal, trust: Trust
) -> dict[int, tuple[Stored, Signature]]:
    """The kept file of each certificate by its id, and what its signature says."""
    told, folder = {}, files.folder()
    with ThreadPoolExecutor(DISKS) as disks:
        keeping = {}
        for each in waiting:
            at = clock.now()
            signed = seal.sign(files.load(each.base_sha256), at)
            told[each.id] = seal.signature(signed, at, trust)
            keeping[each.id] = disks.submit(kept.keep, folder, signed)
    return {number: (keeping[number].result(), told[number]) for number in told}


def _record_sealed(made: dict[int, tuple[Stored, Signature]], actor: User | None) -> int:
    done = actions.sign_all(made=made, actor=actor)
    db.session.commit()
    return done
