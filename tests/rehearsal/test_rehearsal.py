"""A rehearsed edition holds, and each check notices what it is there to notice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from award import create_app
from award.certificates.models import Certificate
from award.competitions.models import Edition
from award.core import files
from award.core.db import db
from award.core.ledger import Act
from award.entries.models import Entry
from award.judging.models import Mark, ScoreSheet
from award.rehearsal import checks
from award.rehearsal.run import Report, rehearse
from tests import builders
from tests.conftest import database, keep_cut, settings_for

OF_THE_FILE = ["certificates_ready", "certificates_readable", "qr_opens_own_page"]


@pytest.fixture(scope="module")
def stage(
    server: str | None, tmp_path_factory: pytest.TempPathFactory, cut: Path
) -> Iterator[Flask]:
    """An installation in which an edition is rehearsed once for all tests here."""
    folder = tmp_path_factory.mktemp("rehearsal")
    keep_cut(folder, cut)
    with database(server, folder, None) as address:
        app = create_app(settings_for(folder, address))
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def report(stage: Flask) -> Report:
    return rehearse(year=2026, entries=12, judge_count=6)


@pytest.fixture
def edition(report: Report) -> Iterator[Edition]:
    """The edition that is over; what a test does to its rows is taken back."""
    yield db.session.scalars(sa.select(Edition)).one()
    db.session.rollback()


def failed(edition: Edition) -> list[str]:
    db.session.flush()
    return [name for name, holds in checks.run(edition).items() if not holds]


def certificate() -> Certificate:
    """Any of them; the last of its kind's serials would leave no gap."""
    query = sa.select(Certificate).where(Certificate.serial == 1)
    found = db.session.scalars(query.order_by(Certificate.id)).first()
    assert found is not None
    return found


@contextmanager
def instead(path: Path, content: bytes | None) -> Iterator[None]:
    """For a while the file has another content, or is gone."""
    whole = path.read_bytes()
    path.unlink() if content is None else path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(whole)


def test_every_check_of_an_undisturbed_edition_holds(report: Report) -> None:
    assert report.checks == {
        "ledger_intact": True,
        "ledger_replayed": True,
        "minutes_printed": True,
        "ranks_recomputed": True,
        "blind_kept": True,
        "advice_computed": True,
        "certificates_ready": True,
        "certificates_readable": True,
        "qr_opens_own_page": True,
        "revocation_told": True,
        "numbers_without_gaps": True,
    }


def test_the_report_counts_what_was_made(report: Report) -> None:
    stored = {
        name: db.session.scalar(sa.select(sa.func.count()).select_from(table))
        for name, table in {"entries": Entry, "sheets": ScoreSheet, "acts": Act}.items()
    }
    assert report.counts["entries"] == 12
    assert {name: report.counts[name] for name in stored} == stored
    assert report.counts["certificates"] >= 12
    assert report.seconds["total"] >= report.seconds["judge"] > 0


def test_the_edition_met_whatever_may_happen_to_one(report: Report) -> None:
    met = ("recusals", "no_shows", "ties", "discrepancies", "overrides", "objections")
    met += ("samples_scored", "marks_changed", "photos", "revoked")
    assert [name for name in met if not report.counts[name]] == []


def unguard(trigger: str) -> None:
    """What somebody would have to do first who tampers with the database."""
    on = f" ON {trigger.split('_')[0]}" if db.engine.dialect.name == "postgresql" else ""
    db.session.execute(sa.text(f"DROP TRIGGER {trigger}{on}"))


def test_a_changed_row_of_the_ledger_is_noticed(edition: Edition) -> None:
    unguard("ledger_no_update")
    db.session.execute(sa.update(Act).where(Act.seq == 40).values(action="entry.signed_by_nobody"))
    assert failed(edition) == ["ledger_intact"]


def test_a_changed_mark_of_a_finished_sheet_is_noticed(edition: Edition) -> None:
    mark = db.session.scalars(sa.select(Mark).order_by(Mark.id.desc())).first()
    assert mark is not None
    sheet = db.session.get_one(ScoreSheet, mark.sheet_id)
    with builders.unsealed(sheet.assignment.round):
        mark.level = 1 if mark.level != 1 else 5
    assert failed(edition) == ["ranks_recomputed"]


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_one_changed_byte_of_a_certificate_is_noticed(edition: Edition, share: float) -> None:
    path = files.path_of(certificate().sha256)
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 1
    with instead(path, bytes(content)):
        assert failed(edition) == OF_THE_FILE


def test_a_certificate_whose_file_is_gone_is_noticed(edition: Edition) -> None:
    with instead(files.path_of(certificate().sha256), None):
        assert failed(edition) == OF_THE_FILE


def test_a_certificate_that_names_somebody_else_is_noticed(edition: Edition) -> None:
    unguard("certificate_no_update")
    honoured = certificate()
    honoured.facts = {**honoured.facts, "recipient": "Orang Lain"}
    assert failed(edition) == ["certificates_readable"]


def test_a_revocation_that_its_page_does_not_tell_is_noticed(edition: Edition) -> None:
    [revoked] = [each for each in checks.issued(edition) if each.state == "revoked"]
    assert checks.revocation_told([revoked])
    told = {"state": revoked.state, "facts": revoked.facts}
    assert not checks.revocation_told([SimpleNamespace(**told, revoked_reason="Alasan lain.")])
    assert not checks.revocation_told([certificate()])


def test_a_missing_serial_is_noticed(edition: Edition) -> None:
    unguard("certificate_no_delete")
    db.session.delete(certificate())
    assert failed(edition) == ["numbers_without_gaps"]
