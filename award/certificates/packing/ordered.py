"""Files that the worker makes when somebody asks for them: whether they are there, and if not, why.

The name of such a file follows from what is in it. Beside it stands a mark while the worker has it
to do, with the job and its ids, or one that says why there is none: no file is ever half there.
What was last made for the same wish is remembered after the file is gone, so that a page can say
that it is no longer what it would be today.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from flask import current_app

from award.certificates.packing import binding
from award.core import clock
from award.core.jobs import enqueue

PATIENCE = 15 * 60
"""Seconds after which a file that is still to be made was forgotten by a worker that died."""


class Stage(StrEnum):
    """How far a file is."""

    NONE = "none"
    WANTED = "wanted"
    FAILED = "failed"
    READY = "ready"


@dataclass(frozen=True)
class Making:
    """A file that was made: its name, when, and from how many certificates."""

    file: str
    at: datetime
    count: int


@dataclass(frozen=True)
class Ordered:
    """A file under its name, there or not yet, of so many certificates; `wish` names what it is
    made for, whatever is in it."""

    path: Path
    wish: str
    count: int

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if self.path.exists():
            return Stage.READY
        marks = (Stage.WANTED, Stage.FAILED)
        return next((each for each in marks if self._mark(each).exists()), Stage.NONE)

    @property
    def fault(self) -> str:
        """Why it could not be made; empty unless it failed."""
        return self._mark(Stage.FAILED).read_text("utf-8") if self.stage == Stage.FAILED else ""

    @property
    def made(self) -> Making | None:
        """How it was made, once it is there."""
        last = self._last()
        return last if last and last.file == self.path.name and self.path.exists() else None

    @property
    def outdated(self) -> Making | None:
        """What was made for this wish before its content changed, where nothing is made now."""
        return self._last() if self.stage == Stage.NONE else None

    def want(self, job: str, **ids: int) -> None:
        """Have it made by this job once the transaction is committed."""
        self._write(Stage.WANTED, json.dumps({"job": job, "ids": ids}))
        self._mark(Stage.FAILED).unlink(missing_ok=True)
        enqueue(job, **ids)

    def fail(self, why: str) -> None:
        """Say why it could not be made."""
        self._write(Stage.FAILED, why)
        self._mark(Stage.WANTED).unlink(missing_ok=True)

    def settle(self) -> None:
        """It is made, or nobody wants it any more."""
        last = self._last()
        if self.path.exists() and (last is None or last.file != self.path.name):
            made = {"file": self.path.name, "at": clock.now().isoformat(), "count": self.count}
            binding.write(self._note, json.dumps(made).encode())
        for stage in (Stage.WANTED, Stage.FAILED):
            self._mark(stage).unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.path.with_name(f".{self.wish}.made")

    def _last(self) -> Making | None:
        try:
            told = json.loads(self._note.read_text("utf-8"))
            return Making(told["file"], datetime.fromisoformat(told["at"]), told["count"])
        except (OSError, ValueError, LookupError, TypeError):
            return None  # none yet, or cut short: the file itself is what counts

    def _mark(self, stage: Stage) -> Path:
        return self.path.with_name(f".{self.path.name}.{stage}")

    def _write(self, stage: Stage, text: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        binding.write(self._mark(stage), text.encode())


def folder(name: str) -> Path:
    """Where files of this sort are kept."""
    return Path(current_app.config["DATA_DIR"]) / "packs" / name


def clear(name: str, prefix: str, kept: Collection[str] = ()) -> None:
    """Remove what begins so, files and marks, but what is kept: it is of an older state."""
    for old in folder(name).glob(f"{prefix}*"):
        if old.name not in kept:
            old.unlink(missing_ok=True)
    for stage in (Stage.WANTED, Stage.FAILED):
        for mark in folder(name).glob(f".{prefix}*.{stage}"):
            if mark.name[1:].removesuffix(f".{stage}") not in kept:
                mark.unlink(missing_ok=True)


def forgotten() -> Iterator[tuple[str, dict[str, int]]]:
    """Jobs and ids of what should have been made long ago; their time begins anew.

    A mark that cannot be read is dropped.
    """
    for mark in folder("").glob(f"*/.*.{Stage.WANTED}"):
        try:
            if time.time() - mark.stat().st_mtime <= PATIENCE:
                continue
            os.utime(mark)
            wanted = json.loads(mark.read_text("utf-8"))
            found = wanted["job"], dict(wanted["ids"])
        except (ValueError, LookupError, TypeError):
            mark.unlink(missing_ok=True)  # cut short: it can be ordered again
        except FileNotFoundError:
            continue  # made meanwhile
        else:
            yield found
