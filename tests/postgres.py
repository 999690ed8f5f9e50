"""Which tests run a second time, on PostgreSQL.

Most of what is tested is the same on every database: arithmetic, words, rules, forms, who may do
what, the browser, PDF files. Run again is only what a database may answer otherwise than SQLite:

- what it refuses by itself and who waits for whom: modules that name a database error or start
  threads (:data:`MEETS`);
- what it adds up, puts in order, keeps as JSON or carries from one version to the next:
  :data:`COUNTED`;
- the statements of every page once: :data:`PAGES`, and a whole edition rehearsed.

A test that needs no database is left out whatever its module is called, and so is every test of
:data:`ONCE`: what costs much and asks the database nothing new.
"""

from __future__ import annotations

from fnmatch import fnmatch
from functools import cache
from pathlib import Path

MEETS = ("IntegrityError", "DBAPIError", "DatabaseError", "ThreadPoolExecutor", "Thread(")

COUNTED = (
    "certificates/test_honourees.py",
    "certificates/test_sealing.py",
    "certificates/test_signatories.py",
    "cli/test_seed.py",
    "competitions/test_locking.py",
    "core/test_cursor.py",
    "core/test_ledger.py",
    "core/test_overwriting.py",
    "entries/test_board.py",
    "entries/test_screening.py",
    "entries/test_signing.py",
    "guards/test_migrations.py",
    "judging/test_discrepancy.py",
    "judging/test_proposals.py",
    "judging/test_reweighing.py",
    "judging/test_sheets.py",
    "results/test_deciding.py",
    "results/test_record.py",
    "results/test_standings.py",
    "visits/test_checking.py",
)
PAGES = (
    "*/test_*pages.py",
    "home/test_desk.py",
    "home/test_gallery.py",
    "innovations/test_register.py",
    "people/test_accounts.py",
    "rehearsal/test_rehearsal.py",
)
ONCE = (
    "*test_sqlite_*",
    "certificates/*preview*",
    "rehearsal/*certificate*",
)

TESTS = Path(__file__).parent


def runs_again(test: str) -> bool:
    """Whether a test (``judging/test_panel.py::test_a_judge…``) runs on PostgreSQL too."""
    module = test.partition("::")[0]
    if any(fnmatch(test, one) for one in ONCE):
        return False
    return _meets_the_database(module) or any(fnmatch(module, one) for one in (*COUNTED, *PAGES))


@cache
def _meets_the_database(module: str) -> bool:
    source = (TESTS / module).read_text(encoding="utf-8")
    return any(name in source for name in MEETS)
