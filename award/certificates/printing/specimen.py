"""Specimens for a preview, printed in a process of their own.

A preview needs WeasyPrint at once and rarely. A process that lives for one preview costs a second
and gives its 120 MB back; loading WeasyPrint into every web process would keep them for good.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from award.certificates.facts import Facts, Fault, UnprintableError
from award.certificates.packing import binding
from award.certificates.style import Style
from award.core import typefaces

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60
UNPRINTABLE = 3


def print_specimens(
    facts: Sequence[Facts], style: Style, pictures: Mapping[str, bytes], faces: Path
) -> bytes:
    """One PDF with a page for each, marked as specimens.

    Raises `UnprintableError` when one of them does not fit its page. `pictures` are those of the
    style by their SHA-256 digits; `faces` is the folder where cut fonts are kept.
    """
    order = {
        "style": style.to_dict(),
        "pictures": {digest: content.hex() for digest, content in pictures.items()},
        "faces": str(faces),
        "facts": [replace(each, demo=True).to_dict() for each in facts],
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", __name__],
        input=json.dumps(order).encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode == UNPRINTABLE:
        raise UnprintableError(*(Fault(*each) for each in json.loads(done.stdout)))
    done.check_returncode()
    return done.stdout


def main() -> int:
    """Read an order from standard input, write the PDF to standard output."""
    # Only this process loads WeasyPrint.
    from award.certificates import document

    order = json.load(sys.stdin)
    typefaces.use(Path(order["faces"]))
    try:
        style = Style.from_dict(order["style"])
        pictures = {name: bytes.fromhex(each) for name, each in order["pictures"].items()}
        pages = [document.render(Facts.from_dict(each), style, pictures) for each in order["facts"]]
    except UnprintableError as refusal:
        sys.stdout.write(json.dumps(refusal.faults))
        return UNPRINTABLE
    sys.stdout.buffer.write(binding.merge(pages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
