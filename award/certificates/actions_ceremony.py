"""Writes for the day of the ceremony: what is to be printed for it."""

from __future__ import annotations

from award.certificates import presswork
from award.certificates.models import Batch
from award.certificates.piles import Edge, Order
from award.core import ledger
from award.core.access import ensure
from award.people.models import User


def order_press(*, batch: Batch, order: Order, edge: Edge, actor: User) -> None:
    """Have a press file of the certificates in force made."""
    job = presswork.job_of(batch, order, edge)
    ensure("certificate:press", job.wish, actor)
    ledger.record(
        "certificates.press_ordered",
        batch,
        actor=actor,
        edition_id=batch.edition_id,
        order=order.value,
        edge=edge.value,
        sheets=len(job.sheets),
    )
    job.file.want(presswork.JOB, **job.wish.ids)
