"""A certificate as a picture or a PDF while its look is being chosen, by a process kept warm.

A preview follows every change of a form, so that starting WeasyPrint each time would cost a second
each time. One process is started with the first preview, prints one page after another in some 50
milliseconds, and leaves once nobody has asked for a while: no web process ever loads WeasyPrint.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock, Timer
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _l

from award.certificates.facts import Facts, Fault, UnprintableError
from award.certificates.style import Style
from award.core import typefaces
from award.core.problems import Problem

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60
"""The longest that one page may take; the first one of an installation cuts its fonts too."""
IDLE_SECONDS = 300
WIDTH = 1320
"""Pixels of a picture: sharp on a page that shows it half as wide."""


class NoProof(Problem):
    """The process that prints previews did not answer."""

    status = 503


def proof(
    facts: Facts, style: Style, pictures: Mapping[str, bytes], faces: Path, *, as_picture: bool
) -> bytes:
    """One page marked as a specimen, as PNG or as PDF.

    `pictures` are those of the style by their SHA-256 digits; `faces` is the folder of cut fonts.
    Raises `UnprintableError` for what no page can be made of, and :class:`NoProof`.
    """
    order = {
        "facts": replace(facts, demo=True).to_dict(),
        "style": style.to_dict(),
        "pictures": {digest: content.hex() for digest, content in pictures.items()},
        "faces": str(faces),
        "as_picture": as_picture,
    }
    faults, content = _press.ask(json.dumps(order).encode())
    if faults:
        raise UnprintableError(*(Fault(*each) for each in faults))
    return content


class _Press:
    """The process that prints, started when it is needed."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, order: bytes) -> tuple[list[Any], bytes]:
        """Faults and content of the answer; a process that has left is started again, once."""
        with self.lock:
            for _attempt in range(2):
                process = self._running()
                watchdog = Timer(SECONDS, process.kill)
                watchdog.start()
                try:
                    return _exchange(process, order)
                except OSError:
                    process.kill()
                    process.wait()
                finally:
                    watchdog.cancel()
        raise NoProof(_l("Pratinjau tidak dapat dibuat sekarang. Coba lagi sebentar lagi."))

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
            )
        return self.process


_press = _Press()


def _exchange(process: subprocess.Popen[bytes], order: bytes) -> tuple[list[Any], bytes]:
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipes")
    _send(process.stdin, order)
    head = _receive(process.stdout)
    return json.loads(head), _receive(process.stdout)


def _send(pipe: BinaryIO | Any, content: bytes) -> None:
    pipe.write(len(content).to_bytes(4, "big") + content)
    pipe.flush()


def _receive(pipe: BinaryIO | Any) -> bytes:
    """What the other side sent; raises `EOFError`, an `OSError` here, when it has left."""
    size = pipe.read(4)
    content: bytes = pipe.read(int.from_bytes(size, "big"))
    if len(size) < 4 or len(content) < int.from_bytes(size, "big"):
        raise ConnectionError("the other side has left")
    return content


def main() -> None:
    """Print what is asked for on standard input until nobody asks any more."""
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    while select.select([orders], [], [], IDLE_SECONDS)[0]:
        try:
            order = json.loads(_receive(orders))
        except ConnectionError:
            return
        try:
            faults, content = [], _made(order)
        except UnprintableError as refusal:
            faults, content = list(refusal.faults), b""
        _send(answers, json.dumps(faults).encode())
        _send(answers, content)


def _made(order: dict[str, Any]) -> bytes:
    # Only this process loads WeasyPrint.
    from award.certificates import document

    typefaces.use(Path(order["faces"]))
    pictures = {digest: bytes.fromhex(each) for digest, each in order["pictures"].items()}
    facts, style = Facts.from_dict(order["facts"]), Style.from_dict(order["style"])
    pdf = document.render(facts, style, pictures)
    return _picture(pdf) if order["as_picture"] else pdf


def _picture(pdf: bytes) -> bytes:
    import io

    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0]
    target = io.BytesIO()
    page.render(scale=WIDTH / page.get_width()).to_pil().save(target, "PNG", compress_level=3)
    return target.getvalue()


if __name__ == "__main__":
    main()
