"""Files kept by their content, complete or not at all; no application is needed for it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stored:
    """A file at rest: its SHA-256 and its size in bytes."""

    sha256: str
    size: int


def place(folder: Path, sha256: str) -> Path:
    """Where the file with this SHA-256 is kept in the folder."""
    return folder / sha256[:2] / sha256


def keep(folder: Path, content: bytes) -> Stored:
    """Keep the content: complete on disk or not there at all. Raises ``OSError`` on a full disk."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = place(folder, sha256)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    return Stored(sha256, len(content))
