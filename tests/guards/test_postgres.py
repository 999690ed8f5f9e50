"""The second run of the tests, on PostgreSQL, is chosen by a rule that stays true."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from tests import postgres

MODULES = sorted(
    path.relative_to(postgres.TESTS).as_posix() for path in postgres.TESTS.rglob("test_*.py")
)


@pytest.mark.parametrize("pattern", [*postgres.COUNTED, *postgres.PAGES])
def test_every_pattern_names_a_module(pattern: str) -> None:
    assert [module for module in MODULES if fnmatch(module, pattern)]


def test_every_feature_with_tables_meets_postgresql() -> None:
    folders = {module.partition("/")[0] for module in MODULES if postgres.runs_again(module)}
    assert folders >= {
        "approvals",
        "certificates",
        "competitions",
        "entries",
        "innovations",
        "judging",
        "people",
        "rehearsal",
        "results",
        "visits",
    }


@pytest.mark.parametrize(
    ("test", "again"),
    [
        ("judging/test_conflicts.py::test_the_database_refuses", True),
        ("results/test_pages.py::test_a_list", True),
        ("certificates/test_tasks.py::test_a_killed_worker_loses_and_doubles_nothing", True),
        ("guards/test_migrations.py::test_sqlite_keeps_its_triggers", False),
        ("judging/test_scoring.py::test_a_total", False),
        ("judging/test_anonymity.py::test_no_door", False),
    ],
)
def test_what_only_a_database_can_answer_is_asked_twice(test: str, again: bool) -> None:
    assert postgres.runs_again(test) is again
