"""One process at a time signs a batch with our key: whoever does holds its turn, until it ends.

The system takes the turn back from a process that is killed, so that nobody waits for the dead.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flask import current_app

TRIES, PAUSE = 10, 0.05
"""How often, and how many seconds apart, a turn is asked for: a page may just be looking."""


class TakenError(RuntimeError):
    """Another process signs this batch."""


@contextmanager
def turn(batch_id: int) -> Iterator[None]:
    """The turn to sign a batch. Raises :class:`TakenError` when another process has it."""
    path = _path(batch_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        if not any(_locked(file, fcntl.LOCK_EX, n) for n in range(TRIES)):
            raise TakenError(batch_id)
        yield


def taken(batch_id: int) -> bool:
    """Whether some process signs this batch now."""
    try:
        with _path(batch_id).open("rb") as file:
            return not _locked(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def _path(batch_id: int) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "sealing" / f"{batch_id}.lock"


def _locked(file: IO[bytes], how: int, already_tried: int = 0) -> bool:
    if already_tried:
        time.sleep(PAUSE)
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
