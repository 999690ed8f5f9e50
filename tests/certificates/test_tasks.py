"""The worker: prints, keeps, survives a full disk and a kill in the middle."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from award.certificates import actions, printroom, queries, queries_signing, tasks, words
from award.certificates.actions.printing import Made
from award.certificates.models import Batch, Certificate
from award.certificates.packing import for_signing, packs
from award.certificates.printing import designs
from award.certificates.states import CertificateState, Kind, SignatureMode
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core import clock, files, kept, ledger
from award.core.db import db
from award.core.kept import Stored
from award.entries.states import EntryState
from award.results.states import Outcome
from tests import builders as build
from tests.cast import Cast
from tests.certificates import finished, pieces
from tests.certificates.others import binding, issuing, printing, started
from tests.conftest import NOON

S = CertificateState


def states(batch_id: int) -> list[str]:
    query = select(Certificate.state).where(Certificate.batch_id == batch_id)
    return [str(state) for state in db.session.scalars(query.order_by(Certificate.serial))]


def printed(batch: Batch) -> list[Certificate]:
    tasks.render_pending(batch.id)
    return list(queries.certificates(batch))


def waiting_jobs(app: Flask) -> int:
    return int(app.extensions["jobs"].pending_count())


def work(app: Flask) -> None:
    """Do what waits in the queue, as the worker does."""
    queue = app.extensions["jobs"]
    db.session.commit()
    while (task := queue.dequeue()) is not None:
        queue.execute(task)


def test_issuing_starts_the_worker_once_it_is_committed(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    assert waiting_jobs(app) == 1
    work(app)
    assert states(batch.id) == [S.READY, S.READY]


def test_nothing_is_printed_for_a_batch_that_was_undone(app: Flask, cast: Cast) -> None:
    edition = finished.edition()
    finished.laid_out(edition, Kind.WINNER, finished.terms())
    actions.issue(edition=edition, kind=Kind.WINNER, terms=finished.terms(), actor=cast.organiser)
    db.session.rollback()
    assert waiting_jobs(app) == 0


def test_a_pdf_is_kept_under_its_hash_and_says_the_facts(app: Flask) -> None:
    first, second = printed(finished.issue(finished.edition()))
    pdf = files.load(first.sha256)
    assert first.size == len(pdf)
    assert first.sha256 != second.sha256
    assert first.ready_at == clock.now()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert first.facts["recipient"] in str(opened.docinfo.Title)
    assert ledger.verify() is None


def test_printing_twice_changes_nothing(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    before = [(each.sha256, each.ready_at) for each in printed(batch)]
    head = ledger.head()
    with clock.at(NOON + timedelta(hours=1)):
        assert [(each.sha256, each.ready_at) for each in printed(batch)] == before
    assert ledger.head() == head


def test_a_second_worker_finds_what_the_first_has_finished(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = finished.issue(finished.edition())
    record = tasks._record

    def overtaken(made: dict[int, Made | str]) -> None:
        record(made)
        record(made)

    monkeypatch.setattr(tasks, "_record", overtaken)
    assert [each.state for each in printed(batch)] == [S.READY, S.READY]
    query = select(ledger.Act).where(ledger.Act.action == "certificate.ready")
    assert len(db.session.scalars(query).all()) == 2


def test_a_full_disk_is_reported_and_can_be_retried(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = finished.issue(finished.edition())
    keep, calls = kept.keep, []

    def full(folder: Path, content: bytes) -> Stored:
        calls.append(content)
        if len(calls) == 1:
            raise OSError(28, "No space left on device")
        return keep(folder, content)

    monkeypatch.setattr(kept, "keep", full)
    failed, fine = printed(batch)
    assert (failed.state, failed.fault, failed.sha256) == (S.FAILED, "storage", "")
    assert fine.state == S.READY
    actions.retry(certificate=failed, actor=cast.organiser)
    work(app)
    assert states(batch.id) == [S.READY, S.READY]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"recipient": "W " * 80, "innovation": "M" * 250, "closing": "W" * 180},
            "innovation: does not fit",
        ),
        ({"unknown": 1}, "unexpected"),
    ],
)
def test_one_page_that_fails_holds_up_no_other(
    changes: dict[str, Any], fault: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = finished.issue(finished.edition(), signer=finished.BRIDA)
    waiting = tasks._waiting

    def spoilt(batch_id: int) -> list[queries.Waiting]:
        first, *others = waiting(batch_id) or [None]
        return [replace(first, facts={**first.facts, **changes}), *others] if first else []

    monkeypatch.setattr(tasks, "_waiting", spoilt)
    failed, fine = printed(batch)
    assert (failed.state, failed.fault) == (S.FAILED, fault)
    assert fine.state == S.READY


def test_the_sweep_restarts_only_what_stands_still(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    app.extensions["jobs"].flush()

    def sweep(after: timedelta) -> int:
        with clock.at(NOON + after):
            tasks.restart_stalled()
            db.session.commit()
        found = waiting_jobs(app)
        app.extensions["jobs"].flush()
        return found

    assert sweep(timedelta(seconds=30)) == 0
    assert sweep(timedelta(minutes=2)) == 1
    queries.certificates(batch)[0].ready_at = NOON + timedelta(seconds=100)
    db.session.commit()
    assert sweep(timedelta(minutes=2)) == 0
    printed(batch)
    assert sweep(timedelta(hours=1)) == 0


def test_a_page_that_ends_its_process_ends_the_worker_once_at_most(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = finished.issue(finished.edition())
    monkeypatch.setattr(printroom.making, "make", pieces.fatal)  # as if a worker had met it
    app.extensions["jobs"].flush()
    with clock.at(NOON + timedelta(minutes=2)):
        tasks.restart_stalled()
        work(app)
    assert {(each.state, each.fault) for each in queries.certificates(batch)} == {
        (S.FAILED, "unexpected")
    }
    with clock.at(NOON + timedelta(hours=1)):
        tasks.restart_stalled()
    db.session.commit()
    assert waiting_jobs(app) == 0


def many(edition: Edition, count: int, **changes: Any) -> Batch:
    for _ in range(count - 2):
        entry = build.entry(edition, build.agency("kec-kuta"), EntryState.PASSED)
        finished.decide(entry, Outcome.WINNER, "harapan_1")
    return finished.issue(edition, **changes)


@pytest.mark.parametrize(
    ("moment", "few"), [("recorded", 1000), ("printed", 1000), ("recorded", 16)]
)
def test_a_killed_worker_loses_and_doubles_nothing(moment: str, few: int, app: Flask) -> None:
    batch = many(finished.edition(), 60)
    batch_id = batch.id
    db.session.rollback()
    worker = started(app, printing, moment, batch_id, few)
    worker.reaches(moment)
    worker.kill()
    done = states(batch_id).count(S.READY)
    assert done == (0 if moment == "printed" else tasks.CHUNK)
    before = {each.id: each.sha256 for each in queries.certificates(batch) if each.sha256}
    found = printed(batch)
    assert [each.state for each in found] == [S.READY] * 60
    assert len({each.sha256 for each in found}) == 60
    assert all(each.sha256 == before.get(each.id, each.sha256) for each in found)
    assert all(len(files.load(each.sha256)) == each.size for each in found)
    assert ledger.verify() is None


@pytest.mark.parametrize("mode", [SignatureMode.WET, SignatureMode.UPLOAD_SIGNED])
def test_what_a_worker_killed_after_printing_left_unbound_is_bound(
    mode: SignatureMode, app: Flask
) -> None:
    batch_id = finished.issue(finished.edition(), style=Style(signing=mode)).id
    app.extensions["jobs"].flush()
    db.session.rollback()
    worker = started(app, binding, "printed", batch_id)
    worker.reaches("printed")
    worker.kill()

    def pack() -> Path:
        if mode == SignatureMode.WET:
            return packs.path_of(batch_id, queries.printed(batch_id))
        return for_signing.path_of(batch_id, queries_signing.unsigned(batch_id))

    assert S.QUEUED not in states(batch_id)
    assert not pack().exists()
    tasks.restart_unbound()
    work(app)
    assert pack().exists()
    tasks.restart_unbound()
    db.session.commit()
    assert waiting_jobs(app) == 0


def test_a_batch_that_is_still_being_printed_is_not_bound(app: Flask) -> None:
    first, second = queries.certificates(finished.issue(finished.edition()))
    app.extensions["jobs"].flush()
    actions.finish(certificate=first, stored=Stored("a" * 64, 1))
    tasks.restart_unbound()
    db.session.commit()
    assert waiting_jobs(app) == 0
    actions.finish(certificate=second, stored=Stored("b" * 64, 1))
    tasks.restart_unbound()
    db.session.commit()
    assert waiting_jobs(app) == 1


@pytest.mark.parametrize("moment", ["written", "committed"])
def test_a_web_process_killed_while_it_issues_issues_all_or_nothing(
    moment: str, app: Flask
) -> None:
    edition = finished.edition()
    for _ in range(58):
        entry = build.entry(edition, build.agency("kec-kuta"), EntryState.PASSED)
        finished.decide(entry, Outcome.WINNER, "harapan_1")
    db.session.commit()
    edition_id = edition.id
    db.session.remove()
    web = started(app, issuing, moment, edition_id)
    web.reaches(moment)
    web.kill()
    issued = db.session.scalars(select(Certificate)).all()
    assert len(issued) == (60 if moment == "committed" else 0)
    assert waiting_jobs(app) == 0
    if moment == "committed":
        with clock.at(NOON + timedelta(minutes=2)):
            tasks.restart_stalled()
            db.session.commit()
        assert waiting_jobs(app) == 1
    assert ledger.verify() is None


def test_two_workers_at_once_print_each_certificate_once(app: Flask) -> None:
    batch = many(finished.edition(), 40)
    batch_id = batch.id
    db.session.remove()
    workers = [started(app, printing, "", batch_id, 1000) for _ in range(2)]
    assert [worker.ends_well() for worker in workers] == [True, True]
    assert states(batch_id) == [S.READY] * 40
    query = select(ledger.Act).where(ledger.Act.action == "certificate.ready")
    assert len(db.session.scalars(query).all()) == 40
    assert ledger.verify() is None


def test_a_design_that_changed_since_the_issue_is_a_fault(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = finished.issue(finished.edition())
    with monkeypatch.context() as changed:
        changed.setattr(designs, "fingerprint", lambda _name: "other files")
        found = printed(batch)
    assert [(each.state, each.fault) for each in found] == [(S.FAILED, "design")] * 2
    assert "Rancangan berubah" in words.sentence_of_failure("design")
    actions.retry_failed(batch=batch, actor=Cast().organiser)
    assert [each.state for each in printed(batch)] == [S.READY] * 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE certificate SET number = '9'",
        "UPDATE certificate SET facts = '{}'",
        "UPDATE certificate SET code = 'x'",
        "UPDATE certificate SET sha256 = ''",
        "UPDATE certificate SET size = 2",
        "UPDATE certificate SET revoked_at = NULL",
        "UPDATE certificate SET revoked_reason = 'x'",
        "UPDATE certificate SET state = 'ready' WHERE state = 'revoked'",
        "UPDATE certificate SET signed_at = NULL",
        "UPDATE certificate SET signature = '{}'",
        "UPDATE certificate SET superseded_at = NULL",
        "UPDATE certificate SET correction = 'x'",
        "UPDATE batch SET style = '{}'",
        "UPDATE batch SET signer_name = 'x'",
        "DELETE FROM certificate",
        "DELETE FROM batch",
    ],
)
def test_the_database_lets_nobody_change_what_was_issued(change: str, app: Flask) -> None:
    batch = finished.issue(finished.edition())
    first, second = queries.certificates(batch)
    actions.finish(certificate=first, stored=Stored("a" * 64, 1))
    build.run("certificate.revoke", first)
    second.signed_at, second.signature = first.revoked_at, {"signer": "Contoh"}
    second.superseded_at = first.revoked_at
    db.session.commit()
    with pytest.raises(DatabaseError, match="what was issued stands"):
        db.session.execute(text(change))
    db.session.rollback()


def test_what_was_issued_can_be_neither_replaced_nor_emptied(app: Flask) -> None:
    finished.issue(finished.edition())
    sqlite = db.engine.dialect.name == "sqlite"
    around = (
        "REPLACE INTO certificate SELECT * FROM certificate"
        if sqlite
        else ("TRUNCATE certificate CASCADE")
    )
    with pytest.raises(DatabaseError, match="what was issued stands"):
        db.session.execute(text(around))
    db.session.rollback()


def test_recording_many_costs_as_few_statements_as_recording_few(
    app: Flask, statements: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        tasks,
        "_printed",
        lambda waiting, _apart: ((each.id, Made(Stored(f"{each.id:064d}", 1))) for each in waiting),
    )
    monkeypatch.setattr(tasks, "CHUNK", 200)
    edition, costs = finished.edition(), []
    for count in (10, 200):
        batch = many(edition, count)
        with statements() as sent:
            tasks.render_pending(batch.id)
        assert states(batch.id) == [S.READY] * len(states(batch.id))
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 12
