"""Issuing: who is honoured, what is frozen, numbers without gaps, all or nothing."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from award.certificates import actions, drafting, queries, recipients
from award.certificates.actions.issue import facts_digest
from award.certificates.facts import Facts, Signer
from award.certificates.models import Batch, Certificate
from award.certificates.preflight import preflight
from award.certificates.queries_signing import unsigned
from award.certificates.states import CertificateState, Kind, SignatureMode
from award.certificates.style import Style
from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core import clock, ledger
from award.core.access import why_not
from award.core.db import db
from award.core.kept import Stored
from award.core.problems import Invalid, Problem, Refused, Stale
from award.entries.models import Entry
from award.entries.states import EntryState
from award.results.states import Outcome
from tests import builders as build
from tests.cast import Cast
from tests.certificates import finished
from tests.certificates.finished import BRIDA
from tests.conftest import NOON


def numbers(batch: Batch) -> list[str]:
    return [each.number for each in queries.certificates(batch)]


def facts(batch: Batch) -> list[Facts]:
    return [Facts.from_dict(each.facts) for each in queries.certificates(batch)]


def nothing_was_issued() -> bool:
    db.session.rollback()
    return not db.session.scalar(select(func.count()).select_from(Batch))


def test_each_kind_honours_those_whom_the_decisions_name(cast: Cast) -> None:
    edition = finished.edition()
    honoured = {
        kind: [(each.name, each.predicate) for each in recipients.recipients(edition, kind)]
        for kind in Kind
    }
    dlhk, health = build.agency("dlhk").name, build.agency("dinkes").name
    ayu = f"Ayu {finished.INVENTED}"
    assert honoured == {
        Kind.WINNER: [(dlhk, "Juara I"), (health, "Juara II")],
        Kind.FINALIST: [(build.agency("disdikpora").name, "Finalis")],
        Kind.PARTICIPANT: [(build.agency("kec-petang").name, "Peserta")],
        Kind.MEMBER: [(ayu, "Anggota Tim Inovasi")],
        Kind.PARTNER: [(f"Desa {finished.INVENTED}", "Mitra Replikasi")],
        Kind.JUDGE: [
            (cast.second_judge.name, "Dewan Juri"),
            (cast.external_judge.name, "Dewan Juri"),
        ],
    }


def test_a_certificate_says_what_was_decided(app: Flask, cast: Cast) -> None:
    batch = finished.issue(finished.edition())
    said, second = facts(batch)
    assert said.number == "400.10.11/001/PM/BRIDA/2026"
    assert second.number == "400.10.11/002/PM/BRIDA/2026"
    assert (said.recipient, said.predicate) == (build.agency("dlhk").name, "Juara I")
    assert said.innovation == "Gelatik Contoh"
    assert said.category == batch.edition.categories[0].name["id"]
    assert said.decree == ("Keputusan Bupati Badung Nomor 188/0412/HK/2026 tanggal 9 November 2026")
    assert (said.place, said.date_text) == ("Mangupura", "16 November 2026")
    assert (said.issuer, said.signer_name) == ("BUPATI BADUNG", "I Wayan Contoh Wiguna")
    assert said.url == f"https://award.example/v/{said.code}"
    assert not said.demo
    certificate = queries.by_code(said.code.lower().replace("-", " "))
    assert certificate is not None
    assert certificate.number == said.number
    assert certificate.state == CertificateState.QUEUED


def test_a_civil_servant_signs_in_the_governments_name(app: Flask) -> None:
    said = facts(finished.issue(finished.edition(), Kind.PARTICIPANT, signer=BRIDA))[0]
    assert said.issuer == "PEMERINTAH KABUPATEN BADUNG"
    assert (said.signer_rank, said.signer_nip) == ("Pembina Utama Muda", BRIDA.nip)


def test_each_kind_has_numbers_of_its_own(app: Flask) -> None:
    edition = finished.edition()
    issued = [number for kind in Kind for number in numbers(finished.issue(edition, kind))]
    codes = ["PM/", "PM/", "FN/", "PS/", "TI/", "JR/", "JR/", "MR/"]
    assert [number[14:17] for number in issued] == codes
    assert [int(number[10:13]) for number in issued] == [1, 2, 1, 1, 1, 1, 2, 1]


def test_issuing_again_adds_only_those_who_have_none(app: Flask) -> None:
    edition = finished.edition()
    first = numbers(finished.issue(edition))
    with pytest.raises(Stale, match="Semua penerima sudah memiliki piagam"):
        finished.issue(edition)
    late = build.entry(edition, build.agency("kec-kuta"), EntryState.PASSED)
    finished.decide(late, Outcome.WINNER, "juara_3")
    second = numbers(finished.issue(edition))
    assert first + second == [f"400.10.11/00{n}/PM/BRIDA/2026" for n in (1, 2, 3)]


def test_what_was_issued_never_changes_with_its_source(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    before = facts(batch)
    db.session.execute(update(Entry).values(title="Judul Lain"))
    build.agency("dlhk").name = "Dinas Lain"
    batch.edition.name = {"id": "Kompetisi Lain", "en": ""}
    db.session.commit()
    assert facts(batch) == before


def test_the_ledger_binds_numbers_and_facts(app: Flask, cast: Cast) -> None:
    batch = finished.issue(finished.edition())
    act = queries.issue_act(batch.id)
    assert act is not None
    assert act.actor_id == cast.organiser.id
    frozen = ledger.canonical([each.to_dict() for each in facts(batch)])
    assert hashlib.sha256(frozen.encode()).hexdigest() in act.content
    assert all(number in act.content for number in numbers(batch))
    assert ledger.verify() is None


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (EditionState.OPEN, "setelah hasil dibekukan"),
        (EditionState.FROZEN, "setelah hasil diumumkan"),
    ],
)
def test_nothing_is_issued_before_publication(
    state: EditionState, sentence: str, cast: Cast
) -> None:
    with pytest.raises(Refused, match=sentence):
        finished.issue(finished.edition(state))
    assert nothing_was_issued()


def test_only_an_organiser_issues(cast: Cast) -> None:
    with pytest.raises(Refused, match="Hanya panitia"):
        finished.issue(finished.edition(), actor=cast.head)
    assert nothing_was_issued()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"signer": Signer("BUPATI BADUNG", "")}, "signer_name", "belum ada"),
        ({"place": "M" * 41}, "place", "melebihi 40 huruf"),
        ({"signer": replace(finished.REGENT, nip=BRIDA.nip)}, "signer_nip", "tanpa NIP"),
        ({"signer": replace(BRIDA, nip="19680926 199513 1 001")}, "signer_nip", "18 angka"),
    ],
)
def test_facts_that_cannot_be_printed_stop_the_whole_batch(
    changes: dict[str, Any], field: str, sentence: str, app: Flask
) -> None:
    with pytest.raises(Invalid) as refusal:
        finished.issue(finished.edition(), **changes)
    assert sentence in str(refusal.value.fields[field])
    assert nothing_was_issued()


def test_a_fault_names_those_whom_it_concerns(app: Flask, cast: Cast) -> None:
    edition = finished.edition()
    cast.second_judge.name = ""
    known = preflight(edition, Kind.JUDGE, finished.terms(place=""))
    found = {each.fault.field: each.recipients for each in known.findings}
    assert [each.user_id for each in found["recipient"]] == [cast.second_judge.id]
    assert len(found["place"]) == 2


def test_a_number_is_never_given_twice(app: Flask) -> None:
    edition = finished.edition()
    edition.settings = replace(edition.settings, number_pattern="{kode}/{nomor:03d}/{tahun}")
    finished.issue(edition, Kind.WINNER)
    with pytest.raises(Invalid) as refusal:
        finished.issue(edition, Kind.FINALIST)
    assert "sudah dipakai piagam lain" in str(refusal.value.fields["number"])
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Batch)) == 1


def test_two_organisers_at_once_issue_once(app: Flask, cast: Cast) -> None:
    edition = finished.edition()
    finished.laid_out(edition, Kind.WINNER, finished.terms())
    db.session.commit()
    edition_id = edition.id
    actors = [cast.organiser.id, cast.second_organiser.id]
    db.session.remove()
    together, outcomes = threading.Barrier(2), []

    def issue(actor_id: int) -> None:
        with app.app_context(), clock.at(NOON):
            together.wait()
            try:
                actor = db.session.get(type(cast.organiser), actor_id)
                finished.issue(db.session.get(Edition, edition_id), actor=actor)
                outcomes.append("issued")
            except Problem as problem:
                outcomes.append(str(problem))
                db.session.rollback()

    threads = [threading.Thread(target=issue, args=(actor_id,)) for actor_id in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [
        "Semua penerima sudah memiliki piagam jenis ini. Tidak ada yang diterbitkan.",
        "issued",
    ]
    found = db.session.scalars(select(Certificate).order_by(Certificate.serial)).all()
    assert [each.serial for each in found] == [1, 2]
    assert ledger.verify() is None


def test_issuing_many_costs_as_many_statements_as_issuing_few(app: Flask, statements: Any) -> None:
    edition = finished.edition()
    with statements() as few:
        finished.issue(edition)
    for _ in range(20):
        entry = build.entry(edition, build.agency("kec-kuta"), EntryState.PASSED)
        finished.decide(entry, Outcome.WINNER, "harapan_1")
    db.session.commit()
    with statements() as many:
        batch = finished.issue(edition)
    assert len(numbers(batch)) == 20
    assert len(many) <= len(few)


def ready(certificate: Certificate) -> Certificate:
    actions.finish(certificate=certificate, stored=Stored("a" * 64, 1000))
    return certificate


def test_two_people_revoke_a_certificate_with_the_reason_of_the_first(cast: Cast) -> None:
    certificate = ready(queries.certificates(finished.issue(finished.edition()))[0])
    with clock.at(NOON + timedelta(days=1)):
        build.run("certificate.revoke", certificate, "Data tidak benar.")
    db.session.commit()
    assert certificate.state == CertificateState.REVOKED
    assert certificate.revoked_reason == "Data tidak benar."
    assert clock.wita(date(2026, 5, 12), 12) == certificate.revoked_at
    assert "sudah dicabut" in str(why_not("certificate:revoke", certificate, cast.organiser))


def test_the_ledger_vouches_for_courtesy_copies_too(cast: Cast) -> None:
    chosen = finished.terms(courtesy=True)
    (one, other) = drafting.drafts(finished.edition(), Kind.WINNER, chosen)
    assert one.courtesy is not None
    changed = replace(one, courtesy=replace(one.courtesy, predicate="Last"))
    assert facts_digest([one, other]) != facts_digest([changed, other])


def test_what_waits_for_a_signature_or_failed_can_be_withdrawn(cast: Cast) -> None:
    style = Style(signing=SignatureMode.UPLOAD_SIGNED)
    batch = finished.issue(finished.edition(), style=style)
    waiting, broken = queries.certificates(batch)
    actions.finish(certificate=waiting, stored=Stored("a" * 64, 1000))
    actions.fail(certificate=broken, fault="design")
    assert [each.number for each in unsigned(batch.id)] == [waiting.number]
    for certificate in (waiting, broken):
        build.run("certificate.revoke", certificate, "Didiskualifikasi.")
        db.session.commit()
        assert certificate.state == CertificateState.REVOKED
        assert "sudah dicabut" in str(why_not("certificate:correct", certificate, cast.organiser))
    assert unsigned(batch.id) == []
    actions.retry_failed(batch=batch, actor=cast.organiser)
    assert broken.state == CertificateState.REVOKED


def test_one_person_revokes_nothing(cast: Cast) -> None:
    first, second = map(ready, queries.certificates(finished.issue(finished.edition()))[:2])
    with pytest.raises(Refused, match="dua orang"):
        actions.revoke(certificate=first, approval=build.agreed("certificate.revoke", second))
    assert first.state == CertificateState.READY
