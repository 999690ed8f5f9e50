"""Out to the official tool and back: what is signed comes into force, the rest is refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from award.certificates import queries, tasks, tasks_signing
from award.certificates import queries_signing as signing
from award.certificates.actions import signing as actions
from award.certificates.models import Batch, Certificate
from award.certificates.models_signing import Intake
from award.certificates.packing import for_signing as packs_signing
from award.certificates.packing import packs
from award.certificates.signing.words import BSRE, signature_sentence
from award.certificates.states import CertificateState, Kind, SignatureMode
from award.certificates.style import Style
from award.core import clock, files, ledger
from award.core.db import db
from award.core.kept import Stored
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.certificates import finished, keys
from tests.certificates.keys import signed_elsewhere
from tests.certificates.test_tasks import states, work
from tests.conftest import NOON

S = CertificateState
Visit = Callable[..., Visitor]


def out(kind: Kind = Kind.WINNER) -> Batch:
    """A batch that waits for its signatures."""
    batch = finished.issue(
        finished.edition(), kind, style=Style(signing=SignatureMode.UPLOAD_SIGNED)
    )
    tasks.render_pending(batch.id)
    return batch


@pytest.fixture
def batch(app: Flask) -> Batch:
    folder: Path = app.config["TRUSTED_ROOTS"]
    folder.mkdir(parents=True)
    (folder / "akar.pem").write_bytes(keys.authority().pem)
    (folder / "catatan.txt").write_bytes(b"bukan sertifikat")
    return out()


def exported(batch: Batch) -> list[bytes]:
    """Our PDFs as they go out, by serial."""
    return [files.load(each.base_sha256) for each in signing.unsigned(batch.id)]


def zipped(*contents: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in contents:
            archive.writestr(name, content)
    return target.getvalue()


def brought(batch: Batch, *contents: tuple[str, bytes]) -> Intake:
    """Files as the page hands them to the worker, before the worker came."""
    intake = actions.receive(
        batch=batch, names=[name for name, _content in contents], actor=Cast().organiser
    )
    folder = packs_signing.folder_of(intake.id)
    folder.mkdir(parents=True)
    for number, (_name, content) in enumerate(contents):
        (folder / str(number)).write_bytes(content)
    db.session.commit()
    return intake


def outcomes(batch: Batch, *contents: tuple[str, bytes]) -> list[str]:
    intake = brought(batch, *contents)
    tasks_signing.examine_intake(intake.id)
    return [each["outcome"] for each in intake.results]


def test_what_is_to_be_signed_waits_and_is_not_in_force(batch: Batch, visit: Visit) -> None:
    first = queries.certificates(batch)[0]
    assert (first.state, first.sha256) == (S.UNSIGNED, "")
    assert b"/Sig" in files.load(first.base_sha256)
    assert queries.printed(batch.id) == []
    assert signature_sentence(first) == "Menunggu tanda tangan elektronik."


def test_signed_certificates_come_into_force_through_the_page(
    app: Flask, cast: Cast, visit: Visit, batch: Batch
) -> None:
    organiser = visit(cast.organiser)
    address = f"/panitia/sertifikat/terbitan/{batch.id}"
    followed = organiser.get(f"{address}/tanda-tangan").soup.select_one("[data-progress]")
    assert organiser.get(followed["data-progress"]).json["done"] == 0
    work(app)
    assert organiser.get(followed["data-progress"]).json["done"] == 1
    page = organiser.get(f"{address}/tanda-tangan")
    assert "2 piagam menunggu" in page.text
    sent = organiser.get(f"{address}/belum-bertanda-tangan.zip").response.data
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        ours = {name: archive.read(name) for name in archive.namelist()}
    codes = [each.code for each in queries.certificates(batch)]
    assert sorted(ours) == sorted(f"{code}.pdf" for code in codes)

    back = {name: signed_elsewhere(pdf) for name, pdf in ours.items()}
    upload = (io.BytesIO(zipped(*back.items())), "hasil.zip")
    answer = organiser.post(f"{address}/tanda-tangan", {"files": upload})
    assert "0 berkas diperiksa" in organiser.get(answer.location).text
    work(app)
    shown = organiser.get(answer.location).text
    assert "2 berkas diterima" in shown
    assert "I Wayan Contoh Wiguna" in shown
    assert "Nama berbeda" not in shown
    db.session.expire_all()
    for each in queries.certificates(batch):
        assert each.state == S.READY
        assert files.load(each.sha256) == back[f"{each.code}.pdf"]
        assert each.signature is not None
        assert each.signature["bsre"]
        assert str(BSRE) in signature_sentence(each)
    assert not packs_signing.folder_of(1).exists()
    assert list((app.config["DATA_DIR"] / "exports").iterdir()) == []
    with zipfile.ZipFile(packs.path_of(batch.id, queries.printed(batch.id))) as archive:
        packed = [archive.read(name) for name in archive.namelist()]
    assert all(content in packed for content in back.values())
    acts = db.session.scalars(select(ledger.Act).where(ledger.Act.action == "certificate.signed"))
    signers = [json.loads(act.content)["signer"] for act in acts]
    assert signers == ["I Wayan Contoh Wiguna"] * 2
    assert ledger.verify() is None


def test_a_signature_by_another_name_is_shown_beside_the_printed_one(
    cast: Cast, visit: Visit, batch: Batch
) -> None:
    first, second = exported(batch)
    titled = keys.signer("Dr. I WAYAN CONTOH WIGUNA, S.E., M.Si.")
    seal = keys.signer("Pemerintah Kabupaten Contoh")
    intake = brought(
        batch,
        ("a.pdf", signed_elsewhere(first, titled)),
        ("b.pdf", signed_elsewhere(second, seal, proof=keys.revocations())),
    )
    tasks_signing.examine_intake(intake.id)
    organiser = visit(cast.organiser)
    page = organiser.get(f"/panitia/sertifikat/terbitan/tanda-tangan/{intake.id}")
    assert "1 berkas bertanda tangan atas nama lain daripada yang tercetak" in page.text
    same, other = page.all("main tbody tr")
    assert "Nama berbeda" not in same
    assert "Nama berbeda Tercetak pada piagam: I Wayan Contoh Wiguna" in other
    assert "Apakah sertifikat itu pernah dicabut tidak diperiksa." in same
    assert "Menurut data dalam berkas itu sendiri, sertifikatnya tidak dicabut." in other
    titled_one, sealed = queries.certificates(batch)
    assert "menurut jam penanda tangan" in signature_sentence(sealed)
    told = "tidak sama dengan penanda tangan yang tercetak, I Wayan Contoh Wiguna"
    assert told not in visit().get(f"/v/{titled_one.code}").text
    assert told in visit().get(f"/v/{sealed.code}").text
    assert told in organiser.get(f"/panitia/sertifikat/terbitan/piagam/{sealed.id}").text
    found = visit().get(f"/v/{sealed.code}.json").json["signature"]
    assert (found["as_printed"], found["revocation"]) == (False, "good")


def test_each_file_is_judged_alone(batch: Batch) -> None:
    first, second = exported(batch)
    signed = signed_elsewhere(first)
    altered = bytearray(signed_elsewhere(second))
    altered[900] ^= 1
    assert outcomes(
        batch,
        (
            "campur.zip",
            zipped(
                ("benar.pdf", signed),
                ("ubah.pdf", bytes(altered)),
                ("polos.pdf", second),
                ("teks.pdf", b"teks biasa"),
                ("asing.pdf", b"%PDF-1.7\nasing"),
            ),
        ),
        ("rusak.zip", b"PK\x03\x04rusak"),
        ("gambar.png", b"\x89PNG"),
    ) == ["accepted", "altered", "unsigned", "not_pdf", "foreign", "bad_archive", "not_pdf"]
    assert states(batch.id) == [S.READY, S.UNSIGNED]


def test_a_file_of_another_batch_is_sent_there(batch: Batch) -> None:
    other = finished.issue(
        batch.edition, Kind.FINALIST, style=Style(signing=SignatureMode.UPLOAD_SIGNED)
    )
    tasks.render_pending(other.id)
    (pdf,) = exported(other)
    assert outcomes(batch, ("finalis.pdf", signed_elsewhere(pdf))) == ["other_batch"]


def test_a_name_decides_nothing(batch: Batch) -> None:
    first, second = queries.certificates(batch)
    pdf = signed_elsewhere(files.load(second.base_sha256))
    assert outcomes(batch, (f"{first.code}.pdf", pdf)) == ["accepted"]
    assert (first.state, second.state) == (S.UNSIGNED, S.READY)


def test_bringing_back_twice_is_harmless_and_nothing_is_replaced(batch: Batch) -> None:
    first = exported(batch)[0]
    signed, again = signed_elsewhere(first), signed_elsewhere(first, keys.signer("Orang Lain"))
    assert outcomes(batch, ("a.pdf", signed), ("b.pdf", signed)) == ["accepted", "known"]
    kept = queries.certificates(batch)[0].sha256
    head = ledger.head()[0]
    assert outcomes(batch, ("a.pdf", signed), ("c.pdf", again)) == ["known", "taken"]
    assert queries.certificates(batch)[0].sha256 == kept
    assert ledger.head()[0] == head + 2, "only that files were received and examined"


def test_an_issuer_that_only_calls_itself_bsre_is_not_believed(batch: Batch) -> None:
    stranger = keys.signer(root=keys.authority("OSD BSrE Contoh", "Palsu"))
    back = signed_elsewhere(exported(batch)[0], stranger)
    assert outcomes(batch, ("a.pdf", back)) == ["untrusted"]
    assert states(batch.id) == [S.UNSIGNED, S.UNSIGNED]


@pytest.mark.parametrize("name", ["../../luar.pdf", "/etc/luar.pdf", "..\\luar.pdf", "C:\\a.pdf"])
def test_a_name_that_leads_out_of_its_folder_is_refused(name: str, batch: Batch) -> None:
    content = zipped((name, signed_elsewhere(exported(batch)[0])))
    assert outcomes(batch, ("a.zip", content)) == ["bad_name"]


def test_a_bomb_is_not_unpacked(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("besar.pdf", b"%PDF-" + bytes(9 * 1024 * 1024))
        for number in range(12):
            archive.writestr(f"{number}.pdf", b"%PDF-" + bytes(10))
    monkeypatch.setattr(tasks_signing.uploads, "MOST_FILES", 10)
    found = outcomes(batch, ("bom.zip", bomb.getvalue()))
    assert found[0] == "too_large"
    assert found[-1] == "too_many"
    assert len(found) == 11


def test_only_whom_a_known_root_vouches_for_now_brings_into_force(batch: Batch) -> None:
    ours = exported(batch)[0]
    stranger = keys.signer("Siapa Saja", root=keys.authority("Akar Lain", "Orang Lain"))
    assert outcomes(
        batch,
        ("asing.pdf", signed_elsewhere(ours, stranger)),
        ("lewat.pdf", signed_elsewhere(ours, keys.signer("Pejabat Lama", until=2025))),
        ("kedua.pdf", signed_elsewhere(ours, keys.signer("Pejabat Kedua"))),
    ) == ["untrusted", "expired", "accepted"]
    act = db.session.scalars(
        select(ledger.Act).where(ledger.Act.action == "certificates.examined")
    ).one()
    told = json.loads(act.content)
    assert told["refused"] == [["asing.pdf", "untrusted"], ["lewat.pdf", "expired"]]
    assert told["outcomes"] == {"accepted": 1, "expired": 1, "untrusted": 1}


def test_a_certificate_of_the_future_signs_nothing_yet(batch: Batch) -> None:
    intake = brought(batch, ("a.pdf", signed_elsewhere(exported(batch)[0])))
    with clock.at(NOON.replace(year=2019)):
        tasks_signing.examine_intake(intake.id)
    assert [each["outcome"] for each in intake.results] == ["not_yet"]


def test_without_any_root_the_page_says_what_that_means(
    app: Flask, cast: Cast, visit: Visit, batch: Batch
) -> None:
    organiser = visit(cast.organiser)
    address = f"/panitia/sertifikat/terbitan/{batch.id}/tanda-tangan"
    assert "tanda tangan siapa pun akan diterima" not in organiser.get(address).text
    for path in app.config["TRUSTED_ROOTS"].iterdir():
        path.unlink()
    assert "tanda tangan siapa pun akan diterima" in organiser.get(address).text
    intake = brought(batch, ("a.pdf", signed_elsewhere(exported(batch)[0])))
    tasks_signing.examine_intake(intake.id)
    result = organiser.get(f"/panitia/sertifikat/terbitan/tanda-tangan/{intake.id}").text
    assert "1 berkas diterima" in result
    assert "Siapa yang menandatangani tidak dapat dipastikan" in result
    told = signature_sentence(queries.certificates(batch)[0])
    assert str(BSRE) not in told
    assert "tidak ada dalam daftar yang dipercaya" in told


def spoilt(content: bytes, name: str, method: int) -> bytes:
    """A ZIP with one whole file and one whose compressed bytes were changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("rusak.pdf", content)
        begin = archive.getinfo("rusak.pdf").header_offset + 30 + len("rusak.pdf")
        archive.writestr(name, content)
    whole = bytearray(target.getvalue())
    whole[begin : begin + 60] = b"\xff" * 60
    return bytes(whole)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_member_is_refused_alone(batch: Batch, method: int) -> None:
    content = spoilt(signed_elsewhere(exported(batch)[0]), "utuh.pdf", method)
    assert outcomes(batch, ("a.zip", content)) == ["bad_archive", "accepted"]


def test_a_list_of_very_many_members_is_not_even_read(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = zipped((f"{'panjang' * 9}.pdf", signed_elsewhere(exported(batch)[0])))
    monkeypatch.setattr(tasks_signing.uploads, "LARGEST_LIST", 100)
    assert outcomes(batch, ("a.zip", content)) == ["too_many"]
    monkeypatch.setattr(tasks_signing.uploads, "LARGEST_LIST", 1000)
    assert outcomes(batch, ("a.zip", content)) == ["accepted"]


def test_a_full_disk_half_way_leaves_nothing_half(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = [("a.pdf", signed_elsewhere(exported(batch)[0]))]
    back.append(("b.pdf", signed_elsewhere(exported(batch)[1])))
    store, calls = files.store, []

    def full(content: bytes) -> Stored:
        calls.append(content)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return store(content)

    monkeypatch.setattr(files, "store", full)
    assert outcomes(batch, *back) == ["accepted", "storage"]
    assert states(batch.id) == [S.READY, S.UNSIGNED]
    assert outcomes(batch, *back) == ["known", "accepted"]
    assert states(batch.id) == [S.READY, S.READY]


def test_an_upload_that_cannot_be_kept_is_refused_whole(
    cast: Cast, visit: Visit, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packs_signing.FileStorage, "save", full)
    page = send(visit(cast.organiser), batch, ("a.pdf", b"%PDF-1.7"))
    assert page.status == 422
    assert "Ruang penyimpanan penuh" in page.text
    assert signing.intakes(batch.id) == []
    assert not packs_signing.folder_of(1).exists()


def send(visitor: Visitor, batch: Batch, *contents: tuple[str, bytes]) -> Page:
    sent = [(io.BytesIO(content), name) for name, content in contents]
    return visitor.post(f"/panitia/sertifikat/terbitan/{batch.id}/tanda-tangan", {"files": sent})


def test_an_upload_may_be_larger_than_any_other_form(
    app: Flask, cast: Cast, visit: Visit, batch: Batch
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert send(visit(cast.organiser), batch, ("a.pdf", b"%PDF-" + bytes(5000))).status == 302
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024


def test_nothing_chosen_is_said_at_the_field(cast: Cast, visit: Visit, batch: Batch) -> None:
    page = send(visit(cast.organiser), batch)
    assert page.status == 422
    assert "Pilih satu ZIP atau beberapa PDF." in page.text


def test_a_killed_worker_has_recorded_nothing_and_the_next_does_all(
    app: Flask, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = brought(
        batch, *((f"{n}.pdf", signed_elsewhere(p)) for n, p in enumerate(exported(batch)))
    )
    conclude = tasks_signing._conclude

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks_signing, "_conclude", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks_signing.examine_intake(intake.id)
    db.session.rollback()
    assert states(batch.id) == [S.UNSIGNED, S.UNSIGNED]
    monkeypatch.setattr(tasks_signing, "_conclude", conclude)
    app.extensions["jobs"].flush()
    with clock.at(NOON + timedelta(minutes=1)):
        tasks_signing.restart_stalled_intakes()
        db.session.commit()
    assert app.extensions["jobs"].pending_count() == 0, "somebody may still be at it"
    with clock.at(NOON + timedelta(minutes=5)):
        tasks_signing.restart_stalled_intakes()
        work(app)
    assert states(batch.id) == [S.READY, S.READY]


def test_two_workers_at_one_intake_sign_once(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = brought(batch, ("a.pdf", signed_elsewhere(exported(batch)[0])))
    conclude = tasks_signing._conclude

    def overtaken(*given: Any) -> None:
        conclude(*given)
        conclude(*given)

    monkeypatch.setattr(tasks_signing, "_conclude", overtaken)
    tasks_signing.examine_intake(intake.id)
    acts = db.session.scalars(select(ledger.Act).where(ledger.Act.action == "certificate.signed"))
    assert len(acts.all()) == 1
    assert [each["outcome"] for each in intake.results] == ["accepted"]


def test_files_that_end_the_worker_again_and_again_are_given_up(batch: Batch) -> None:
    intake = brought(batch, ("a.pdf", signed_elsewhere(exported(batch)[0])))
    intake.tries = tasks_signing.MOST_TRIES
    db.session.commit()
    tasks_signing.examine_intake(intake.id)
    assert [each["outcome"] for each in intake.results] == ["unexpected"]
    assert intake.done_at == clock.now()
    assert states(batch.id) == [S.UNSIGNED, S.UNSIGNED]


def test_recording_costs_few_statements_each(
    batch: Batch, statements: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    back = [(f"{n}.pdf", signed_elsewhere(pdf)) for n, pdf in enumerate(exported(batch))]
    intake = brought(batch, *back)
    with statements() as sent:
        tasks_signing.examine_intake(intake.id)
    assert len(sent) <= 20


def test_only_a_batch_for_the_official_tool_goes_there(cast: Cast, visit: Visit) -> None:
    wet = finished.issue(finished.edition())
    address = f"/panitia/sertifikat/terbitan/{wet.id}/tanda-tangan"
    assert visit(cast.organiser).get(address).status == 403
    assert visit(cast.head).get(address).status == 403


def test_a_list_of_results_says_every_outcome_in_words(app: Flask) -> None:
    from award.certificates.signing.signatures import Refusal
    from award.certificates.signing.words import OUTCOMES, REFUSALS

    assert set(REFUSALS) == set(Refusal)
    assert not set(OUTCOMES) & set(REFUSALS)


def test_certificates_of_people_without_electronic_signature_say_so(app: Flask) -> None:
    certificate = queries.certificates(finished.issue(finished.edition()))[0]
    assert isinstance(certificate, Certificate)
    assert "pena pada kertas" in signature_sentence(certificate)
