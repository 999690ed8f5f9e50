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
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from statistics import median
from typing import Any

from weasyprint import HTML

from award.certificates import document
from award.certificates.facts import Facts, sample
from award.certificates.printing import crew
from award.certificates.printing.press import Order, print_all
from award.certificates.style import Style
from award.core import typefaces
from award.core.printing import fetcher, qr_png
from tests.benchmarks import certificate_typst

ROOT = Path(__file__).resolve().parents[2]
TIMES = 60
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
    crew._stop_looking_for_garbage()  # as every printing process does
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
            held[count] = max(megabytes(child.pid or 0) for child in active_children())
    rate = (RUN - 100) / (time.perf_counter() - warm)
    yield {"name": "two_processes", "value": round(rate, 1), "unit": "certificates/s"}
    yield {
        "name": "two_processes_with_their_start",
        "value": round(RUN / (time.perf_counter() - start), 1),
        "unit": "certificates/s",
    }
    for count, peak in held.items():
        yield {"name": f"memory_after_{count}", "value": peak, "unit": "MiB (peak RSS)"}


def megabytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) // 1024
