"""What the worker does: make files fit for blind rounds."""

from __future__ import annotations

from award.core.db import db, reading
from award.core.jobs import job
from award.entries import queries_visibility as queries
from award.entries.actions.anonymity import keep_copies, look
from award.entries.models import Entry


@job("entries.neutralise")
def neutralise(entry_id: int) -> None:
    """Make a neutral copy of every file of the entry that has none. Safe to run twice.

    No transaction is open while files are cleaned: judges save their marks meanwhile.
    """
    given, names = _waiting(entry_id)
    keep_copies(looks=[look(*each, names) for each in given])


def _waiting(entry_id: int) -> tuple[list[tuple[int, str, str]], tuple[str, ...]]:
    token = reading.set(True)
    try:
        entry = db.session.get(Entry, entry_id)
        if entry is None:
            return [], ()
        found = [(each.id, each.sha256, each.kind) for each in queries.without_copy(entry)]
        return found, queries.names_of([entry])[entry.id] if found else ()
    finally:
        db.session.rollback()
        reading.reset(token)
