"""Certificates: one page, thousands of pages, and the same page by other means.

Ratios compare the same design and facts in one run. ``python -m tests.benchmarks certificates``;
with ``CERTIFICATES=10000`` the memory figures go as far as that.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path
from statistics import median
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import event, select
from weasyprint import HTML

from award import create_app
from award.certificates import document, queries, tasks
from award.certificates.facts import Facts, sample
from award.certificates.models import Honouree
from award.certificates.printing import press
from award.certificates.printing.press import Order, print_all
from award.certificates.signing.seal import open_seal
from award.certificates.states import Kind
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core import clock, typefaces
from award.core.db import db
from award.core.printing import fetcher, qr_png
from config import settings
from tests import cast as people
from tests.benchmarks import certificate_typst
from tests.certificates import finished, keys

ROOT = Path(__file__).resolve().parents[2]
TIMES = 60
MANY = 1000
SEALED = 300
RUN = int(os.environ.get("CERTIFICATES", "2000"))
STYLE = Style()


def figures() -> Iterator[dict[str, Any]]:
    """Times in milliseconds are medians of a page; rates are certificates a second."""
    with tempfile.TemporaryDirectory(prefix="award-bench-") as folder:
        faces = Path(folder) / "typefaces"
        typefaces.use(faces)
        document.render(_facts(0), STYLE)
        yield _cold(faces)
        yield from _one_page(Path(folder))
        yield from _processes(faces)
        yield _sealed(faces)
        yield from _issued(Path(folder), faces)


def _facts(number: int) -> Facts:
    """What one certificate of a batch says: whom, what for, its number, its code and its address
    are its own."""
    code = f"7KQM-4TXB-{number:04d}"
    return replace(
        sample("winner"),
        demo=False,
        recipient=f"UPTD Puskesmas Kuta {number}",
        innovation=f"Posyandu Digital Banjar {number}",
        number=f"400.7/{number}/BRIDA/2026",
        code=code,
        url=f"https://inovasi.badungkab.go.id/p/{code}",
    )


def _cold(faces: Path) -> dict[str, Any]:
    """From the start of Python to the first page, the faces being cut already."""
    order = {"style": STYLE.to_dict(), "faces": str(faces), "facts": [_facts(0).to_dict()]}
    order |= {"pictures": {}}
    command = [sys.executable, "-m", "award.certificates.printing.specimen"]
    found = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(
            command, input=json.dumps(order).encode(), cwd=ROOT, capture_output=True, check=True
        )
        found.append(time.perf_counter() - start)
    return {"name": "first_page_in_a_cold_process", "value": round(median(found), 2), "unit": "s"}


def _one_page(folder: Path) -> Iterator[dict[str, Any]]:
    press._stop_looking_for_garbage()  # as every printing process does
    own = _milliseconds(lambda n: document.render(_facts(n), STYLE), TIMES)
    yield _page("one_page", own, own)
    yield _page("plain_weasyprint", _milliseconds(_plain, 5), own)
    with certificate_typst.page(folder, _facts) as by_typst:
        for name, compile_page in {
            "typst_compile": by_typst.compile,
            "typst_compile_own_fonts_only": by_typst.compile_own_fonts,
            "typst_compiler_kept": by_typst.compile_again,
        }.items():
            yield _page(name, _milliseconds(compile_page, TIMES), own)


def _page(name: str, milliseconds: float, own: float) -> dict[str, Any]:
    times = {"times_ours": round(milliseconds / own, 2)} if milliseconds != own else {}
    return {"name": name, "value": milliseconds, "unit": "ms", **times}


def _milliseconds(work: Callable[[int], object], times: int) -> float:
    work(0)
    found = []
    for number in range(times):
        start = time.perf_counter()
        work(number + 1)
        found.append((time.perf_counter() - start) * 1000)
    return round(median(found), 1)


def _plain(number: int) -> bytes:
    """The usual way: the page with its style sheet and the fonts of the packages, in one call."""
    shared = document._press_for(STYLE, {})
    rules = typefaces.style_sheet(face for face in document.FACES if face.at_hand)
    sheet = document._sheet(STYLE.paper, shared.design.palette({}).items()) + shared.design.style
    markup = shared.page(_facts(number), STYLE, 0)
    page = markup.replace("</head>", f"<style>{rules}{sheet}</style></head>")
    fonts = {
        face.url: (face.source.read_bytes(), "font/ttf") for face in document.FACES if face.at_hand
    }
    code = {document.QR: (qr_png(_facts(number).url), "image/png")}
    fetch = fetcher({**shared.resources, **fonts, **code})
    return bytes(HTML(string=page, url_fetcher=fetch).write_pdf(pdf_variant="pdf/ua-1"))


def _processes(faces: Path) -> Iterator[dict[str, Any]]:
    """How many pages two processes print in a second, and what they hold after so many."""
    start = time.perf_counter()
    warm, held = 0.0, {}
    orders = (Order(n, _facts(n), STYLE) for n in range(RUN))
    for count, (_key, result) in enumerate(print_all(orders, faces=faces, processes=2), 1):
        assert isinstance(result, bytes), result
        if count == 100:
            warm = time.perf_counter()
        if count in (1000, 5000, 10_000) or count == RUN:
            held[count] = max(_megabytes(child.pid or 0) for child in active_children())
    rate = (RUN - 100) / (time.perf_counter() - warm)
    yield {"name": "two_processes", "value": round(rate, 1), "unit": "certificates/s"}
    yield {
        "name": "two_processes_with_their_start",
        "value": round(RUN / (time.perf_counter() - start), 1),
        "unit": "certificates/s",
    }
    for count, megabytes in held.items():
        yield {"name": f"memory_after_{count}", "value": megabytes, "unit": "MiB (peak RSS)"}


def _sealed(faces: Path) -> dict[str, Any]:
    """How many certificates are printed and signed in a second with a P-256 key of our own."""
    now = datetime.now(UTC)
    seal = open_seal(keys.signer().p12, keys.PASSPHRASE, at=now)
    seal.sign(document.render(_facts(0), STYLE), now)
    start = time.perf_counter()
    orders = (Order(n, _facts(n), STYLE) for n in range(SEALED))
    for _key, pdf in print_all(orders, faces=faces, processes=2):
        assert isinstance(pdf, bytes), pdf
        seal.sign(pdf, now)
    rate = SEALED / (time.perf_counter() - start)
    return {"name": "printed_and_signed", "value": round(rate, 1), "unit": "certificates/s"}


def _megabytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024


def _issued(folder: Path, faces: Path) -> Iterator[dict[str, Any]]:
    """Issue, print, store and pack a batch, as organiser and worker do."""
    for count in (100, MANY):
        with _edition(folder / str(count), faces, count) as edition:
            sent = _statements()
            start = time.perf_counter()
            batch = finished.issue(edition, Kind.MEMBER)
            issuing = len(sent)
            tasks.render_pending(batch.id)
            tasks.bind(batch.id)
            rate = count / (time.perf_counter() - start)
            assert len(queries.printed(batch.id)) == count
        yield {
            "name": f"issued_stored_and_packed_{count}",
            "value": round(rate, 1),
            "unit": "certificates/s",
            "statements_to_issue": issuing,
            "statements_each": round((len(sent) - issuing) / count, 2),
        }


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
