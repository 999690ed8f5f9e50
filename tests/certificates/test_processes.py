"""Many certificates printed by several processes, also when one of them is killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from award.certificates import document
from award.certificates.facts import Fault, sample
from award.certificates.printing import crew
from award.certificates.printing.crew import crew_for, standing
from award.certificates.printing.press import Order, print_all
from award.certificates.style import Style
from tests.certificates.pieces import who

ROOT = Path(crew.__file__).parents[3]
SPECIMEN = sample("winner")


def order(key: int, **changes: str) -> Order:
    return Order(key, replace(SPECIMEN, **{"recipient": f"Dinas {key}", **changes}), Style())


def test_each_order_is_answered_in_turn_and_a_page_that_fails_holds_up_nobody(
    faces: Path,
) -> None:
    orders = [order(1), order(2, recipient=""), order(3, kind="dancer"), order(4)]
    printed = dict(print_all(orders, faces=faces, processes=1))
    assert list(printed) == [1, 2, 3, 4]
    assert printed[1] == document.render(orders[0].facts, Style())
    assert printed[4] != printed[1]
    assert printed[2] == Fault("recipient", "missing")
    assert printed[3] == Fault("kind", "unknown")


def test_nothing_is_lost_or_doubled_when_a_process_is_killed(faces: Path) -> None:
    count = 6 * crew.CHUNK + 2
    taken = 0

    def orders() -> Iterator[Order]:
        nonlocal taken
        for key in range(count):
            taken = key + 1
            yield order(key)

    printing = print_all(orders(), faces=faces, processes=2)
    found = [next(printing)]
    assert taken <= crew.CHUNK * (crew.AHEAD * 2 + 1), "only a few orders wait in memory"
    os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
    found += printing
    assert sorted(key for key, _ in found) == list(range(count))
    assert all(isinstance(result, bytes) for _, result in found)
    assert dict(found)[7] == document.render(order(7).facts, Style())
    assert multiprocessing.active_children() == []


def workers(faces: Path) -> set[int]:
    """The processes that did a work of many pieces."""
    with crew_for(faces) as found:
        done = list(found.share_out(who, range(6 * crew.CHUNK)))
    assert sorted(piece for piece, _ in done) == list(range(6 * crew.CHUNK))
    return {process for _, process in done if process is not None}


def test_processes_stand_by_for_more_work_and_end_with_the_worker(faces: Path) -> None:
    with standing(faces):
        assert not crew.is_warm()
        first = workers(faces)
        assert crew.is_warm()
        with standing(faces):
            first |= workers(faces)
        assert len(first) <= crew.PROCESSES, "the same did both"
        for process in first:
            os.kill(process, signal.SIGKILL)
        assert workers(faces).isdisjoint(first), "all of it is done by others"
    assert multiprocessing.active_children() == []


def test_work_that_goes_on_while_the_worker_ends_calls_no_new_processes(faces: Path) -> None:
    with standing(faces), crew_for(faces) as found:
        found.end()
        with pytest.raises(RuntimeError, match="the worker ends"):
            next(found.share_out(who, [1]))
    assert multiprocessing.active_children() == []


def test_processes_that_nobody_needs_any_more_end(faces: Path) -> None:
    with standing(faces, idle=0):
        workers(faces)
        ended = time.monotonic() + 20
        while multiprocessing.active_children() and time.monotonic() < ended:
            time.sleep(0.01)
        assert multiprocessing.active_children() == []
        assert not crew.is_warm()


def test_the_processes_end_with_whoever_started_them(faces: Path) -> None:
    script = """
import multiprocessing, sys, time
from pathlib import Path
from award.certificates.facts import sample
from award.certificates.printing.press import Order, print_all
from award.certificates.style import Style
if __name__ == "__main__":
    orders = (Order(key, sample("winner"), Style()) for key in range(10_000))
    printing = print_all(orders, faces=Path(sys.argv[1]))
    next(printing)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script, faces], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        children = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert children
    ended = time.monotonic() + 20
    while any(runs(pid) for pid in children) and time.monotonic() < ended:
        time.sleep(0.05)
    assert not any(runs(pid) for pid in children)


def runs(pid: int) -> bool:
    """Whether a process lives; one that ended may wait for the system to take note."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
