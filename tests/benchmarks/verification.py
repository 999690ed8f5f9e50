"""Checking certificates among 10,000: the page, the JSON, the badge, and a dropped file.

Times in milliseconds are medians seen by a client of two web workers on PostgreSQL.
"""

from __future__ import annotations

import http.client
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, select

from award import create_app
from award.certificates import codes
from award.certificates.facts import sample
from award.certificates.models import Batch, Certificate
from award.certificates.states import CertificateState, Kind
from award.certificates.style import Style
from award.certificates.verifying.checking import LARGEST_FILE
from award.competitions.models import Edition
from award.core import clock, files, ledger
from award.core.db import db
from award.people.models import User
from config import settings
from tests.benchmarks.server import Person, Served, serving

CERTIFICATES = 10_000
TIMES = 15
"""Few enough that nobody is told to ask less often."""
SEAM = "----berkas----"
SIZE = 40_000
"""Bytes: about what a certificate has."""


def figures() -> Iterator[dict[str, Any]]:
    """One figure after the other."""
    with (
        tempfile.TemporaryDirectory(prefix="award-bench-") as folder,
        serving(Path(folder), 200, 20, 3) as served,
    ):
        code, content = _issue(served)
        anyone = Person(served.port)
        for name, end in (("page", ""), ("json", ".json"), ("badge", "/lencana.jwt")):
            yield _figure(name, anyone.milliseconds(f"/v/{code}{end}", TIMES))
        changed = content[:-3] + b"F\n"
        largest = content[:-6] + b"\0" * (LARGEST_FILE - len(content)) + b"%%EOF\n"
        dropped = {"genuine": content, "changed": changed, "largest": largest}
        for name, body in dropped.items():
            yield _figure(f"drop_{name}", _timed(lambda body=body: _drop(served.port, body)))
        yield {"name": "web_memory", "value": round(served.memory()), "unit": "MiB (PSS)"}


def _figure(name: str, milliseconds: float) -> dict[str, Any]:
    return {"name": name, "value": round(milliseconds, 1), "unit": "ms"}


def _issue(served: Served) -> tuple[str, bytes]:
    """A batch of certificates in force; the code and the file of the one in the middle."""
    app = create_app(settings(served.environment))
    with app.app_context():
        batch = _batch()
        made = [codes.new_code() for _ in range(CERTIFICATES)]
        code = made[CERTIFICATES // 2]
        content = _file(code)
        files.store(content)
        rows = [_row(batch, serial, each) for serial, each in enumerate(made, 1)]
        rows[CERTIFICATES // 2] |= {"sha256": files.store(content).sha256, "size": len(content)}
        db.session.execute(insert(Certificate), rows)
        ledger.record("certificates.issued", batch, actor=None, edition_id=batch.edition_id)
        db.session.commit()
        db.engine.dispose()
    return code, content


def _batch() -> Batch:
    signer = {"signer_office": "BUPATI BADUNG", "signer_name": "I Wayan Contoh Wiguna"}
    made = Batch(
        edition_id=db.session.scalars(select(Edition.id)).first(),
        kind=Kind.WINNER,
        style=Style().to_dict(),
        design_version="0" * 12,
        dated=clock.today(),
        place="Mangupura",
        issued_at=clock.now(),
        issued_by_id=db.session.scalars(select(User.id)).first(),
        **signer,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _row(batch: Batch, serial: int, code: str) -> dict[str, Any]:
    facts = replace(sample("winner"), number=f"400/{serial:05d}/2026", code=code)
    return {
        "batch_id": batch.id,
        "edition_id": batch.edition_id,
        "kind": batch.kind,
        "serial": serial,
        "number": facts.number,
        "code": code,
        "subject": f"bench:{serial}",
        "facts": facts.to_dict(),
        "state": CertificateState.READY,
        "sha256": f"{serial:064x}",
        "size": SIZE,
        "issued_at": batch.issued_at,
        "ready_at": batch.issued_at,
    }


def _file(code: str) -> bytes:
    """As large as a certificate, with its code where a PDF keeps it."""
    said = zlib.compress(f"/Keywords (400/2026, {code})".encode())
    drawn = zlib.compress(bytes(n * n % 251 for n in range(SIZE * 4)), 1)[:SIZE]
    streams = b"".join(b"stream\n" + each + b"\nendstream\n" for each in (drawn, said))
    return b"%PDF-1.7\n" + streams + b"%%EOF\n"


def _timed(act: Callable[[], None]) -> float:
    found = []
    for n in range(TIMES + 3):
        start = time.perf_counter()
        act()
        if n >= 3:
            found.append((time.perf_counter() - start) * 1000)
    return median(found)


def _drop(port: int, content: bytes) -> None:
    head = (
        f'--{SEAM}\r\nContent-Disposition: form-data; name="berkas"; filename="p.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    connection = http.client.HTTPConnection("localhost", port)
    kind = {"Content-Type": f"multipart/form-data; boundary={SEAM}"}
    body = head.encode() + content + f"\r\n--{SEAM}--\r\n".encode()
    connection.request("POST", "/verifikasi", body, kind)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    if response.status != 200 or "400/05001/2026" not in text:
        raise RuntimeError(f"dropped file: {response.status}")
