"""Signing a batch with the organisation's own key: by command, and from the page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from award.certificates import actions, queries, tasks, tasks_sealing
from award.certificates.actions.printing import Made
from award.certificates.models import Batch
from award.certificates.queries_signing import Unsigned
from award.certificates.signing import launch
from award.certificates.signing.seal import Fault, Seal
from award.certificates.signing.signatures import Signature
from award.certificates.signing.turn import taken, turn
from award.certificates.signing.words import BSRE, FAULTS, signature_sentence
from award.certificates.states import CertificateState, SignatureMode
from award.certificates.style import Style
from award.core import clock, files, kept, ledger
from award.core.db import db, only_reading
from award.core.kept import Stored
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished, keys
from tests.certificates.keys import PASSPHRASE
from tests.certificates.others import signing, started
from tests.certificates.test_tasks import many, states

S = CertificateState
Visit = Callable[..., Visitor]


@pytest.fixture
def batch(app: Flask) -> Batch:
    made = finished.issue(finished.edition(), style=Style(signing=SignatureMode.PADES))
    tasks.render_pending(made.id)
    return made


@pytest.fixture
def p12(tmp_path: Path) -> Path:
    path = tmp_path / "kunci.p12"
    path.write_bytes(keys.signer().p12)
    return path


@pytest.fixture
def processes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are started here work on this test's data."""
    monkeypatch.setenv("DATA_DIR", str(app.config["DATA_DIR"]))
    monkeypatch.setenv("DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    monkeypatch.setenv("SECRET_KEY", "only-for-tests")


def sign(app: Flask, batch_id: int, p12: Path, passphrase: str = PASSPHRASE) -> Result:
    db.session.commit()
    arguments = ["certificates", "sign", str(batch_id), "--p12", str(p12)]
    return app.test_cli_runner().invoke(args=arguments, input=f"{passphrase}\n")


def test_the_command_signs_what_waits(app: Flask, batch: Batch, p12: Path, tmp_path: Path) -> None:
    bases = [each.base_sha256 for each in queries.certificates(batch)]
    ran = sign(app, batch.id, p12)
    assert ran.output.splitlines()[-1] == "2 signed"
    assert PASSPHRASE not in ran.output
    db.session.expire_all()
    for each, base in zip(queries.certificates(batch), bases, strict=True):
        assert each.state == S.READY
        signed = files.load(each.sha256)
        assert signed.startswith(files.load(base))
        assert each.signature is not None
        assert each.signature["level"] == "PAdES B-B"
        told = signature_sentence(each)
        assert "oleh I Wayan Contoh Wiguna" in told
        assert str(BSRE) not in told
    if shutil.which("pdfsig"):
        (tmp_path / "a.pdf").write_bytes(signed)
        said = subprocess.run(["pdfsig", "-nocert", tmp_path / "a.pdf"], capture_output=True)
        assert b"Signature is Valid." in said.stdout
    assert sign(app, batch.id, p12).output.splitlines()[-1] == "0 signed"
    assert ledger.verify() is None


def test_bsre_is_never_named_for_a_key_of_ours(app: Flask, batch: Batch, p12: Path) -> None:
    folder: Path = app.config["TRUSTED_ROOTS"]
    folder.mkdir(parents=True)
    (folder / "akar.pem").write_bytes(keys.authority().pem)
    sign(app, batch.id, p12)
    db.session.expire_all()
    told = signature_sentence(queries.certificates(batch)[0])
    assert str(BSRE) not in told
    assert "tidak ada dalam daftar" not in told


@pytest.mark.parametrize(
    ("content", "passphrase", "said"),
    [
        (lambda: keys.signer().p12, "salah", "wrong passphrase"),
        (lambda: keys.signer(until=2025).p12, PASSPHRASE, "the certificate has expired"),
        (lambda: b"bukan kunci", PASSPHRASE, "no PKCS#12"),
    ],
)
def test_a_key_that_does_not_open_signs_nothing(
    content: Any, passphrase: str, said: str, app: Flask, batch: Batch, p12: Path
) -> None:
    p12.write_bytes(content())
    ran = sign(app, batch.id, p12, passphrase)
    assert ran.exit_code == 1
    assert said in ran.output
    assert "Traceback" not in ran.output
    assert states(batch.id) == [S.UNSIGNED, S.UNSIGNED]


def test_only_a_batch_for_our_key_is_signed_with_it(app: Flask, p12: Path) -> None:
    wet = finished.issue(finished.edition())
    for number in (wet.id, 999):
        ran = sign(app, number, p12)
        assert ran.exit_code == 1
        assert "no such batch" in ran.output


def test_a_full_disk_stops_it_and_the_next_run_goes_on(
    app: Flask, cast: Cast, visit: Visit, p12: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_sealing, "CHUNK", 2)
    batch = many(finished.edition(), 5, style=Style(signing=SignatureMode.PADES))
    tasks.render_pending(batch.id)
    keep, calls = kept.keep, []

    def full(folder: Path, content: bytes) -> Stored:
        calls.append(content)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        return keep(folder, content)

    monkeypatch.setattr(kept, "keep", full)
    ran = sign(app, batch.id, p12)
    assert ran.exit_code == 1
    assert "no space left" in ran.output
    assert sorted(states(batch.id)) == sorted([S.READY] * 2 + [S.UNSIGNED] * 3)
    assert noted() == [
        ("certificates.seal_begun", {"waiting": 5}),
        ("certificates.seal_stopped", {"fault": "storage", "signed": 2}),
    ]
    app.config["SIGNING_P12"] = str(p12)
    page = visit(cast.organiser).get(page_of(batch))
    assert "Penandatanganan terakhir terhenti: Ruang penyimpanan penuh." in page.text
    assert (
        "Ruang penyimpanan penuh"
        in visit(cast.organiser).get(f"{page_of(batch)}/kemajuan").json["sentence"]
    )
    before = {each.id: each.sha256 for each in queries.certificates(batch) if each.sha256}
    assert sign(app, batch.id, p12).output.splitlines()[-1] == "3 signed"
    db.session.expire_all()
    for each in queries.certificates(batch):
        assert each.state == S.READY
        assert each.sha256 == before.get(each.id, each.sha256)
    assert noted()[-1] == ("certificates.seal_begun", {"waiting": 3})
    assert "terhenti" not in visit(cast.organiser).get(page_of(batch)).text
    app.config["SIGNING_P12"] = ""


def noted() -> list[tuple[str, Any]]:
    """What the ledger says of sealing, in order."""
    acts = select(ledger.Act).where(ledger.Act.action.startswith("certificates.seal_"))
    found = db.session.scalars(acts.order_by(ledger.Act.seq))
    return [(each.action, json.loads(each.content)) for each in found]


def test_a_document_that_breaks_the_signing_is_told_too(
    app: Flask, batch: Batch, p12: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> bytes:
        raise ArithmeticError

    monkeypatch.setattr(Seal, "sign", broken)
    assert sign(app, batch.id, p12).exit_code == 1
    assert noted()[-1] == ("certificates.seal_stopped", {"fault": "unexpected", "signed": 0})


def test_two_at_once_sign_each_certificate_once(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tasks_sealing._record_sealed

    def overtaken(*given: Any) -> int:
        return record(*given) + record(*given)

    monkeypatch.setattr(tasks_sealing, "_record_sealed", overtaken)
    assert tasks_sealing.seal_batch(batch.id, opened(), Cast().organiser) == 2
    acts = select(ledger.Act).where(ledger.Act.action == "certificate.signed")
    assert len(db.session.scalars(acts).all()) == 2


def test_recording_many_signatures_costs_as_few_statements_as_recording_few(
    app: Flask, statements: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    says = Signature("Contoh", "", "Contoh", "", "", "PAdES B-B", trusted=False, bsre=False)

    def sealed(waiting: Sequence[Unsigned], *_: object) -> dict[int, tuple[Stored, Signature]]:
        return {each.id: (Stored(f"{each.id:064d}", 1), says) for each in waiting}

    monkeypatch.setattr(tasks_sealing, "_sealed", sealed)
    monkeypatch.setattr(tasks_sealing, "CHUNK", 100)
    edition, costs = finished.edition(), []
    for count in (10, 100):
        batch = many(edition, count, style=Style(signing=SignatureMode.PADES))
        waiting = queries.certificates(batch)
        prepared = {each.id: Made(Stored(f"{each.id:064x}", 1)) for each in waiting}
        actions.settle(results=prepared)
        with statements() as sent:
            tasks_sealing.seal_batch(batch.id, opened(), None)
        assert states(batch.id) == [S.READY] * len(prepared)
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 20


def opened() -> Seal:
    from award.certificates.signing.seal import open_seal

    return open_seal(keys.signer().p12, PASSPHRASE, at=clock.now())


def page_of(batch: Batch) -> str:
    return f"/panitia/sertifikat/terbitan/{batch.id}/kunci-instansi"


@pytest.fixture
def configured(app: Flask, p12: Path) -> Iterator[None]:
    app.config["SIGNING_P12"] = str(p12)
    yield
    app.config["SIGNING_P12"] = ""


def test_without_a_key_on_the_server_the_page_says_so(
    cast: Cast, visit: Visit, batch: Batch
) -> None:
    page = visit(cast.organiser).get(page_of(batch))
    assert "Berkas kunci belum dipasang" in page.text
    assert page.soup.select("main form") == []


@pytest.mark.usefixtures("configured", "processes")
def test_the_page_signs_in_a_process_of_its_own(
    app: Flask, cast: Cast, visit: Visit, batch: Batch
) -> None:
    # Something to complain of once nobody reads along any more.
    app.config["TRUSTED_ROOTS"].mkdir(parents=True)
    (app.config["TRUSTED_ROOTS"] / "catatan.txt").write_bytes(b"bukan sertifikat")
    organiser = visit(cast.organiser)
    wrong = organiser.post(page_of(batch), {"passphrase": "salah"})
    assert wrong.status == 422
    assert "Frasa sandi salah" in wrong.text
    assert "salah" not in str(wrong.soup.select_one("input[type=password]"))
    assert states(batch.id) == [S.UNSIGNED, S.UNSIGNED]

    begun = organiser.post(page_of(batch), {"passphrase": PASSPHRASE})
    assert begun.status == 302, begun.text
    assert finished_soon(batch)
    assert "Semua piagam terbitan ini sudah bertanda tangan." in organiser.get(page_of(batch)).text
    act = db.session.scalars(
        select(ledger.Act).where(ledger.Act.action == "certificate.signed")
    ).first()
    assert act is not None
    assert act.actor_id == cast.organiser.id


@pytest.mark.usefixtures("configured")
def test_while_a_batch_is_signed_nobody_starts_it_again(
    app: Flask, cast: Cast, visit: Visit, batch: Batch, p12: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "start", lambda *_given: pytest.fail("started twice"))
    organiser = visit(cast.organiser)
    assert organiser.get(page_of(batch)).soup.select_one("[data-progress]") is None
    with turn(batch.id):
        page = organiser.get(page_of(batch))
        assert "sedang ditandatangani. Tunggu sampai selesai atau terhenti." in page.text
        assert page.soup.select("main form") == []
        assert page.soup.select_one("main button[disabled]") is not None
        followed = page.soup.select_one("[data-progress]")["data-progress"]
        assert organiser.get(followed).json == {"done": 0, "total": 2, "sentence": "0 dari 2"}
        refused = organiser.post(page_of(batch), {"passphrase": PASSPHRASE})
        assert (refused.status, "sedang ditandatangani" in refused.text) == (422, True)
        ran = sign(app, batch.id, p12)
        assert (ran.exit_code, "being signed already" in ran.output) == (1, True)
    assert states(batch.id) == [S.UNSIGNED, S.UNSIGNED]
    assert organiser.get(followed).json["total"] == 0, "the page loads again and opens its form"
    assert len(organiser.get(page_of(batch)).soup.select("main form")) == 1


def test_what_a_killed_process_signed_stays_and_the_next_goes_on(
    app: Flask, batch: Batch, p12: Path
) -> None:
    batch_id = batch.id
    db.session.rollback()
    process = started(app, signing, "recorded", batch_id, p12, PASSPHRASE)
    process.reaches("recorded")
    assert taken(batch_id)
    process.kill()
    assert not taken(batch_id), "nobody waits for the dead"
    assert states(batch_id) == [S.READY, S.UNSIGNED]
    assert sign(app, batch_id, p12).output.splitlines()[-1] == "1 signed"
    db.session.expire_all()
    assert states(batch_id) == [S.READY, S.READY]
    acts = select(ledger.Act).where(ledger.Act.action == "certificate.signed")
    assert len(db.session.scalars(acts).all()) == 2
    assert ledger.verify() is None


def finished_soon(batch: Batch) -> bool:
    """Whether the other process has signed all, within a minute."""
    batch_id = batch.id
    db.session.rollback()
    for _ in range(600):
        with only_reading():
            if states(batch_id) == [S.READY, S.READY]:
                return True
        time.sleep(0.1)
    return False


def test_the_passphrase_goes_to_the_standard_input_alone(
    monkeypatch: pytest.MonkeyPatch, p12: Path
) -> None:
    seen: dict[str, Any] = {}
    popen = subprocess.Popen

    def watched(command: list[str], **options: Any) -> Any:
        seen.update(command=command, environment=options.get("env"))
        return popen(["cat"], **options)

    monkeypatch.setattr(launch.subprocess, "Popen", watched)
    monkeypatch.setattr(launch, "ANSWERS", {PASSPHRASE})
    assert launch.start(1, p12, PASSPHRASE, 7) == PASSPHRASE, "what cat was given"
    assert PASSPHRASE not in " ".join(seen["command"])
    assert seen["environment"] is None
    assert PASSPHRASE not in os.environ.values()


def test_every_fault_has_its_sentence(app: Flask) -> None:
    from award.cli.sign import FAULTS as SAID

    assert {str(each) for each in Fault} <= set(FAULTS)
    assert {str(each) for each in Fault} <= set(SAID)
