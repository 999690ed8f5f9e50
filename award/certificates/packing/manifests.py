"""The list of a pile of certificates: file, code, number and SHA-256. Pure.

Whoever receives the files can check them without this software: `sha256sum -c SHA256SUMS`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
COPY = "-en"
"""What follows the name of a certificate in that of its courtesy copy."""
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the first dot."""


@dataclass(frozen=True)
class Line:
    """One PDF; a courtesy copy has the code and the number of its certificate."""

    file: str
    code: str
    number: str
    recipient: str
    sha256: str


def manifest(about: Mapping[str, Any], lines: Iterable[Line]) -> bytes:
    """The lines as JSON, for programs; `about` stands before them."""
    content = {**about, "certificates": [asdict(each) for each in lines]}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def sums(sha256_by_file: Mapping[str, str]) -> bytes:
    """What `sha256sum -c` reads."""
    return "".join(f"{digest}  {name}\n" for name, digest in sha256_by_file.items()).encode()


def names(certificates: Iterable[tuple[str, str]]) -> list[str]:
    """File names without suffix by (number, recipient): any computer can keep them in one folder.

    Two that differ in letter case or signs alone are told apart by a figure at the end; a name
    with `COPY` after it is free as well.
    """
    taken: set[str] = set()
    found = []
    for number, recipient in certificates:
        stem = wished = stem_of(number, recipient)
        count = 1
        while stem.casefold() in taken:
            count += 1
            stem = f"{wished}-{count}"
        taken |= {stem.casefold(), f"{stem}{COPY}".casefold()}
        found.append(stem)
    return found


def stem_of(number: str, recipient: str) -> str:
    """Number and recipient in plain letters."""
    parts = (_plain(number, r"[^A-Za-z0-9.]+"), _plain(recipient, r"[^A-Za-z0-9]+").lower())
    stem = "-".join(filter(None, (parts[0], parts[1][:60].rstrip("-")))) or "piagam"
    return f"piagam-{stem}" if RESERVED.match(stem) else stem


def _plain(text: str, unwanted: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(unwanted, "-", letters).strip("-.")
