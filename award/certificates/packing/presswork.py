"""A batch as one PDF for the press, in the order wanted, made by the worker on request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from award.certificates import queries
from award.certificates.ceremony.plan import seats
from award.certificates.facts import Facts, Fault
from award.certificates.models import Batch
from award.certificates.packing import binding
from award.certificates.packing.ordered import Ordered, Stage, clear, folder
from award.certificates.packing.piles import Edge, Order, sorted_by
from award.certificates.printing import press
from award.certificates.printing.imprint import imprint
from award.certificates.queries import Printed
from award.certificates.recipients import LANGUAGE
from award.certificates.style import Style
from award.competitions.models import Category
from award.core import files, ledger
from award.core.db import db

JOB = "certificates.press"
FOLDER = "press"


class LostSheetError(RuntimeError):
    """A sheet could not be printed, so that the pile would be in disorder."""


@dataclass(frozen=True)
class Wish:
    """A press file of a batch.

    ``same_design`` says whether the design still is what the certificates were printed with:
    sheets with bleed are printed anew.
    """

    batch_id: int
    order: Order
    edge: Edge
    same_design: bool

    @property
    def ids(self) -> dict[str, int]:
        """The wish as the worker takes it."""
        orders, edges = list(Order), list(Edge)
        return {
            "batch_id": self.batch_id,
            "order": orders.index(self.order),
            "edge": edges.index(self.edge),
        }


@dataclass(frozen=True)
class Job:
    """A wish with the sheets it takes and the file it makes."""

    wish: Wish
    style: Style
    sheets: Sequence[Printed]

    @property
    def name(self) -> str:
        """What every file is called that is made for the same wish, before what is in it."""
        return f"{self.wish.batch_id}-{self.wish.order}-{self.wish.edge}"

    @property
    def file(self) -> Ordered:
        """Named by its pages and their edges."""
        pages = [(each.number, each.sha256) for each in self.sheets]
        digest = hashlib.sha256(ledger.canonical(pages).encode()).hexdigest()[:16]
        path = folder(FOLDER) / f"{self.name}-{digest}.pdf"
        return Ordered(path, self.name, len(self.sheets))


def wish(_actor: Any, batch_id: int, order: str, edge: str) -> Wish | None:
    """Loader for a press file; order and edge as they stand in the address."""
    batch = db.session.get(Batch, batch_id)
    if batch is None or order not in set(Order) or edge not in set(Edge):
        return None
    return Wish(batch.id, Order(order), Edge(edge), _same_design(batch))


def _same_design(batch: Batch) -> bool:
    return imprint(Style.from_dict(batch.style)) == batch.design_version


def jobs_of(batch: Batch) -> list[Job]:
    """Everything that can be made of the certificates in force, whether it was asked for or not."""
    printed, style = queries.printed(batch.id), Style.from_dict(batch.style)
    categories, same = _categories(batch), _same_design(batch)
    seated = seats(batch.edition_id)
    return [
        Job(
            Wish(batch.id, order, edge, same),
            style,
            sorted_by(order, printed, categories=categories, seats=seated),
        )
        for order in Order
        for edge in Edge
    ]


def asked(jobs: Iterable[Job]) -> list[Job]:
    """Those that were asked for once, whatever became of them."""
    return [job for job in jobs if job.file.stage != Stage.NONE or job.file.outdated]


def job_of(batch: Batch, order: Order, edge: Edge) -> Job:
    """The job that makes this file."""
    jobs = jobs_of(batch)
    return next(job for job in jobs if (job.wish.order, job.wish.edge) == (order, edge))


def _categories(batch: Batch) -> list[str]:
    query = select(Category.name).where(Category.edition_id == batch.edition_id)
    return [name[LANGUAGE] for name in db.session.scalars(query.order_by(Category.position))]


def make(job: Job) -> None:
    """Write the file, unless it is there; others made for the same wish go."""
    target = job.file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    if job.sheets and not target.exists():
        binding.merge_into(_pages(job), target)
    clear(FOLDER, f"{job.name}-", {target.name})


def clean(batch: Batch) -> None:
    """Remove what was made of an older state of the batch."""
    clear(FOLDER, f"{batch.id}-", {job.file.path.name for job in jobs_of(batch)})


def _pages(job: Job) -> Iterable[Path | bytes]:
    if job.wish.edge == Edge.PLAIN:
        # Without a signature: what is printed on paper cannot be checked as one.
        return (files.path_of(each.base_sha256 or each.sha256) for each in job.sheets)
    return _printed_anew(job)


def _printed_anew(job: Job) -> Iterator[bytes]:
    """The same facts in the same design, with more paper around them."""
    pictures = {sha256: files.load(sha256) for sha256 in job.style.pictures}
    orders = (
        press.Order(n, Facts.from_dict(each.facts), job.style, pictures, bleed=True)
        for n, each in enumerate(job.sheets)
    )
    faces = Path(current_app.config["DATA_DIR"]) / "typefaces"
    for n, (key, result) in enumerate(press.print_all(orders, faces=faces)):
        if key != n or isinstance(result, Fault):
            raise LostSheetError(key)
        yield result
