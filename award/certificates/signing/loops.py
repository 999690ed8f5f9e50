"""Work of pyHanko, which starts an event loop of its own wherever it is called."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """Do it in a thread of its own: a loop may run in this one already, and two are refused."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()
