"""Processes that share out work: they start with the first of it, and a killed one is replaced.

They load typefaces and drawings once. What a killed process held is done once more, piece by
piece, so that only the piece that kills a second process is given up. They end with their work,
or stand by for more of it (see :func:`standing`), and always with whoever started them.
"""

from __future__ import annotations

import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TypeVar

import structlog

from award.core import typefaces

CHUNK = 8
"""Pieces handed to a process together: enough to hide the way there and back."""
AHEAD = 2
"""Chunks on their way for each process; more would only wait in memory."""
PROCESSES = min(len(os.sched_getaffinity(0)), 4)
IDLE_SECONDS = 300
"""How long processes stand by: from the check of a batch to its issue."""

log = structlog.get_logger()

Piece = TypeVar("Piece")
Result = TypeVar("Result")
Work = Callable[[Piece], Result]


class Crew:
    """Processes that cut fonts are kept for in the folder `faces`."""

    def __init__(self, faces: Path, processes: int = PROCESSES) -> None:
        self.faces, self.processes = faces, processes
        self._pool: ProcessPoolExecutor | None = None
        self._over = False

    @property
    def present(self) -> bool:
        """Whether the processes have been started."""
        return self._pool is not None

    def share_out(
        self, work: Work[Piece, Result], pieces: Iterable[Piece]
    ) -> Iterator[tuple[Piece, Result | None]]:
        """Each piece with what `work` made of it, in the order given; None where that killed a
        process twice.

        Pieces are taken a few at a time, so that they may come from a long list; those of a
        process that died come last.
        """
        lost = []
        for piece, result in self._answers(work, _chunks(pieces), AHEAD * self.processes):
            if result is None:
                lost.append(piece)
            else:
                yield piece, result[0]
        with _ended(Crew(self.faces, processes=1)) as other:
            for piece, result in other._answers(work, ((each,) for each in lost), ahead=1):
                yield piece, None if result is None else result[0]

    def _answers(
        self, work: Work[Piece, Result], chunks: Iterable[tuple[Piece, ...]], ahead: int
    ) -> Iterator[tuple[Piece, tuple[Result] | None]]:
        """Each piece with its result alone in a tuple; None where the process did not live to
        give one."""
        running: deque[tuple[tuple[Piece, ...], Future[list[Result]]]] = deque()
        try:
            for chunk in chunks:
                while len(running) >= ahead:
                    yield from _answered(*running.popleft())
                running.append((chunk, self._submit(work, chunk)))
            while running:
                yield from _answered(*running.popleft())
        finally:
            for _chunk, future in running:
                future.cancel()

    def _submit(self, work: Work[Piece, Result], chunk: tuple[Piece, ...]) -> Future[list[Result]]:
        try:
            return self._started().submit(_do, work, chunk)
        except BrokenProcessPool:
            self.dismiss()
            return self._started().submit(_do, work, chunk)

    def _started(self) -> ProcessPoolExecutor:
        """Nothing of this process is copied into those of the pool."""
        if self._over:
            raise RuntimeError("the worker ends: a sweep of the next one goes on")
        if self._pool is None:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self.processes, context, initializer=_settle_in, initargs=(self.faces,)
            )
        return self._pool

    def end(self) -> None:
        """Dismiss the processes for good, whoever still wants work done."""
        self._over = True
        self.dismiss()

    def dismiss(self) -> None:
        """Let the processes go when they have finished what they hold; work calls new ones."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _ended(crew: Crew) -> Iterator[Crew]:
    try:
        yield crew
    finally:
        crew.end()


class _Standing:
    """A crew that waits for more work before it ends."""

    def __init__(self, crew: Crew, idle: float) -> None:
        self.crew = crew
        self._idle, self._users, self._lock = idle, 0, threading.Lock()
        self._clock: threading.Timer | None = None

    @contextmanager
    def taken(self) -> Iterator[Crew]:
        """The crew, for one work."""
        with self._lock:
            self._users += 1
            if self._clock is not None:
                self._clock.cancel()
        try:
            yield self.crew
        finally:
            with self._lock:
                self._users -= 1
                self._clock = threading.Timer(self._idle, self._rest)
                self._clock.daemon = True
                self._clock.start()

    def _rest(self) -> None:
        with self._lock:
            if not self._users:
                self.crew.dismiss()

    def end(self) -> None:
        """Let the crew go now."""
        if self._clock is not None:
            self._clock.cancel()
        self.crew.end()


_standing: _Standing | None = None


@contextmanager
def standing(faces: Path, *, idle: float = IDLE_SECONDS) -> Iterator[None]:
    """As long as this lasts, processes stay between one work and the next, `idle` seconds at most.

    Within another of its kind it changes nothing.
    """
    global _standing
    if _standing is not None:
        yield
        return
    _standing = own = _Standing(Crew(faces), idle)
    try:
        yield
    finally:
        _standing = None
        own.end()


@contextmanager
def crew_for(faces: Path, processes: int = PROCESSES) -> Iterator[Crew]:
    """The crew that stands by, or else one for this work alone."""
    found = _standing
    if found is not None and (found.crew.faces, found.crew.processes) == (faces, processes):
        with found.taken() as crew:
            yield crew
    else:
        with _ended(Crew(faces, processes)) as crew:
            yield crew


def is_warm() -> bool:
    """Whether processes stand by that have been started already."""
    return _standing is not None and _standing.crew.present


def _chunks(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    source = iter(pieces)
    while chunk := tuple(islice(source, CHUNK)):
        yield chunk


def _answered(
    chunk: tuple[Piece, ...], future: Future[list[Result]]
) -> list[tuple[Piece, tuple[Result] | None]]:
    try:
        results = future.result()
    except BrokenProcessPool:
        log.warning("a printing process died", pieces=len(chunk))
        return [(piece, None) for piece in chunk]
    return [(piece, (result,)) for piece, result in zip(chunk, results, strict=True)]


def _settle_in(faces: Path) -> None:
    typefaces.use(faces)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed can tell nobody to stop."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _do(work: Work[Piece, Result], chunk: tuple[Piece, ...]) -> list[Result]:
    """Runs in a process of the pool."""
    results = [work(each) for each in chunk]
    _stop_looking_for_garbage()
    return results


@cache
def _stop_looking_for_garbage() -> None:
    """What is loaded stays, and a page leaves little behind: a twentieth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
