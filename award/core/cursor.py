"""A cursor of PostgreSQL that describes its columns only to whoever looks at them.

SQLAlchemy asks for the description of every result and reads it once per statement; psycopg makes
an object for every column each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Column, Cursor


class LazyCursor(Cursor[Any]):
    """As psycopg's own, but for when the description is made."""

    @property
    def description(self) -> Any:
        """The columns of the result, or ``None`` when it has none."""
        columns = self.pgresult.nfields if self.pgresult else 0
        return _Columns(self, columns) if columns else super().description


class _Columns(Sequence[Column]):
    def __init__(self, cursor: LazyCursor, length: int) -> None:
        self._cursor, self._length = cursor, length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Column]:
        return (Column(self._cursor, place) for place in range(self._length))

    def __getitem__(self, place: Any) -> Any:
        return list(self)[place]
