"""Attempts counted in an SQLite file, so that all web processes of a machine keep one count.

The library behind Flask-Limiter counts on servers of their own or in the memory of one process,
where every further process would grant everybody the whole limit once more.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time

from limits.storage import Storage

PATIENCE_SECONDS = 5
_TABLE = """
CREATE TABLE IF NOT EXISTS attempts (
    key BLOB PRIMARY KEY, count INTEGER NOT NULL, ends REAL NOT NULL
) WITHOUT ROWID
"""
_COUNT = """
INSERT INTO attempts (key, count, ends) VALUES (:key, :amount, :ends)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN ends <= :now THEN :amount ELSE count + :amount END,
    ends = CASE WHEN ends <= :now THEN :ends ELSE ends END
RETURNING count
"""


class FileStorage(Storage):
    """Counters by key, each with a window of seconds after which it begins anew.

    The address is ``sqlite:///`` and the path. Keys name people and their machines, so only their
    SHA-256 is kept. A lost file forgives attempts and nothing else: nothing waits for the disk.
    """

    STORAGE_SCHEME = ["sqlite"]

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, **options: float | str | bool
    ) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._path = (uri or "").removeprefix("sqlite:///")
        self._threads = threading.local()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the file may raise."""
        return sqlite3.Error

    @property
    def _file(self) -> sqlite3.Connection:
        """This thread's connection, opened with its first attempt: never before a fork."""
        if (known := getattr(self._threads, "file", None)) is not None:
            return known  # type: ignore[no-any-return]
        file = sqlite3.connect(self._path, timeout=PATIENCE_SECONDS, isolation_level=None)
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=OFF")
        file.execute(_TABLE)
        self._threads.file = file
        return file

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count and answer the count; a new window lasts ``expiry`` seconds."""
        now = time.time()
        told = {"key": _hidden(key), "amount": amount, "now": now, "ends": now + expiry}
        # Read to its end: the count is committed once its last row has been taken.
        count = int(self._file.execute(_COUNT, told).fetchall()[0][0])
        if count == amount:
            self._file.execute("DELETE FROM attempts WHERE ends <= ?", (now,))
        return count

    def get(self, key: str) -> int:
        """The count of the present window."""
        row = self._row(key)
        return 0 if row is None else row[0]

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds of the Unix clock."""
        row = self._row(key)
        return time.time() if row is None else row[1]

    def _row(self, key: str) -> tuple[int, float] | None:
        query = "SELECT count, ends FROM attempts WHERE key = ? AND ends > ?"
        found = self._file.execute(query, (_hidden(key), time.time())).fetchone()
        return None if found is None else (int(found[0]), float(found[1]))

    def check(self) -> bool:
        """Whether the file answers."""
        return bool(self._file.execute("SELECT 1").fetchone())

    def reset(self) -> int | None:
        """Forget everything; how many counters there were."""
        return self._file.execute("DELETE FROM attempts").rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        self._file.execute("DELETE FROM attempts WHERE key = ?", (_hidden(key),))


def _hidden(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
