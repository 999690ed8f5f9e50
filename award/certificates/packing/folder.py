"""Certificates in a folder of their own with a manifest; no database is needed for them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from award.certificates.facts import Facts
from award.certificates.packing.manifests import MANIFEST, Line, manifest
from award.certificates.packing.packs import file_name
from award.certificates.queries import Printed


class OccupiedError(ValueError):
    """The folder is there already and is not empty."""


@dataclass
class Folder:
    """A folder that is being filled."""

    path: Path
    about: dict[str, Any]
    lines: list[Line] = field(default_factory=list)

    def add(self, facts: Facts, pdf: bytes) -> None:
        """Write a certificate; raises `FileExistsError` for a file name that is taken."""
        digest = hashlib.sha256(pdf).hexdigest()
        name = file_name(Printed(facts.number, digest, facts.to_dict()))
        with (self.path / name).open("xb") as file:
            file.write(pdf)
        self.lines.append(Line(name, facts.code, facts.number, facts.recipient, digest))

    def close(self) -> None:
        """Write the manifest."""
        (self.path / MANIFEST).write_bytes(manifest(self.about, self.lines))


@contextlib.contextmanager
def fill(target: Path, about: dict[str, Any]) -> Iterator[Folder]:
    """A folder to add certificates to, which appears as `target` with all of them or not at all.

    `about` stands in the manifest besides them. Raises `OccupiedError`.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise OccupiedError(str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        folder = Folder(draft, about)
        yield folder
        folder.close()
        draft.chmod(0o755)
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def lines_of(listed: Path) -> dict[str, Line]:
    """The certificates of a manifest by SHA-256. Raises `ValueError` for what is no manifest."""
    try:
        content = json.loads(listed.read_text("utf-8"))
        found = [Line(**line) for line in content["certificates"]]
    except (UnicodeDecodeError, KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"{listed} is not a manifest of certificates") from problem
    return {line.sha256: line for line in found}
