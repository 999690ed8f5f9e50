"""A batch as organiser and worker carry it: checked, issued, printed, stored, signed, packed.

``python -m tests.benchmarks batches``; the worker's processes stand by from the check on.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import event, select

from award import create_app
from award.certificates import actions, document, drafting, queries, tasks, tasks_sealing
from award.certificates.drafting import Terms
from award.certificates.facts import sample
from award.certificates.models import Batch, Honouree, Look, Signatory
from award.certificates.printing.crew import standing
from award.certificates.signing.seal import open_seal
from award.certificates.states import Kind, SignatureMode
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core import clock, typefaces
from award.core.db import db
from config import settings
from tests import cast as people
from tests.benchmarks.certificates import megabytes
from tests.cast import Cast
from tests.certificates import finished, keys

RUNS = ((100, SignatureMode.WET), (1000, SignatureMode.WET), (1000, SignatureMode.PADES))


def figures() -> Iterator[dict[str, Any]]:
    """Certificates a second, and how many statements each takes."""
    with tempfile.TemporaryDirectory(prefix="award-bench-") as folder:
        faces = Path(folder) / "typefaces"
        typefaces.use(faces)
        document.render(sample("member"), Style())  # cuts the faces
        for count, mode in RUNS:
            own = Path(folder) / f"{mode}-{count}"
            with _edition(own, faces, count) as edition, standing(own / "typefaces"):
                yield from _carried(edition, count, mode)


def _carried(edition: Edition, count: int, mode: SignatureMode) -> Iterator[dict[str, Any]]:
    terms = _terms(edition, mode)
    start = time.perf_counter()
    _check(edition, terms)
    yield _rate(f"checked_{count}", count, start)
    sent = _statements()
    start = time.perf_counter()
    batch = _issue(edition, terms)
    issuing = len(sent)
    tasks.render_pending(batch.id)
    if mode == SignatureMode.PADES:
        _sign(batch)
    tasks.bind(batch.id)
    signed = "signed_" if mode == SignatureMode.PADES else ""
    yield {
        **_rate(f"issued_{signed}stored_and_packed_{count}", count, start),
        "statements_to_issue": issuing,
        "statements_each": round((len(sent) - issuing) / count, 2),
        "MiB_of_a_process": max(megabytes(child.pid or 0) for child in active_children()),
    }
    assert len(queries.printed(batch.id)) == count


def _rate(name: str, count: int, start: float) -> dict[str, Any]:
    rate = count / (time.perf_counter() - start)
    return {"name": name, "value": round(rate, 1), "unit": "certificates/s"}


def _terms(edition: Edition, mode: SignatureMode) -> Terms:
    """A look with this mode, and the only signatory."""
    style = Style(signing=mode).to_dict()
    db.session.add(Look(edition_id=edition.id, kind=Kind.MEMBER, style=style))
    db.session.commit()
    signatory = db.session.scalars(select(Signatory)).one()
    return drafting.terms(
        edition, Kind.MEMBER, dated=finished.DATED, place="Mangupura", signatory=signatory
    )


def _check(edition: Edition, terms: Terms) -> None:
    check = actions.ask_layout(
        edition=edition, kind=Kind.MEMBER, terms=terms, actor=Cast().organiser
    )
    db.session.commit()
    tasks.lay_out(check.id)
    assert (check.done, check.faults) == (check.total, [])


def _issue(edition: Edition, terms: Terms) -> Batch:
    batch = actions.issue(edition=edition, kind=Kind.MEMBER, terms=terms, actor=Cast().organiser)
    db.session.commit()
    return batch


def _sign(batch: Batch) -> None:
    seal = open_seal(keys.signer().p12, keys.PASSPHRASE, at=clock.now())
    tasks_sealing.seal_batch(batch.id, seal, Cast().organiser)


@contextmanager
def _edition(folder: Path, faces: Path, members: int) -> Iterator[Edition]:
    """An application whose one winner has so many team members."""
    folder.mkdir()
    (folder / "typefaces").symlink_to(faces)
    environment = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'award.db'}",
        "SECRET_KEY": "only-for-measuring",
        "BASE_URL": "https://award.example",
    }
    app = create_app(settings(environment))
    with app.app_context(), clock.at(clock.now()):
        upgrade()
        people.enter()
        edition = finished.edition()
        entry = db.session.scalars(select(Honouree)).first().entry
        for number in range(members - 1):
            finished.honour(entry, Kind.MEMBER, f"I Made Contoh {number}")
        db.session.commit()
        yield edition
        db.session.remove()
        db.engine.dispose()


def _statements() -> list[str]:
    """What is sent to the database from now on."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    return sent
