"""Correcting: a new number and code, the old one superseded; honouring again after a withdrawal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from award.approvals.models import Approval
from award.certificates import actions, anew, queries, recipients
from award.certificates.facts import Fault, Signer, UnprintableError
from award.certificates.models import Certificate, Look, Signatory
from award.certificates.states import CertificateState, Kind
from award.certificates.style import Style
from award.certificates.views import correcting
from award.core import clock, files, ledger
from award.core.access import why_not
from award.core.db import db
from award.core.kept import Stored
from award.core.problems import Invalid, Refused, Stale
from award.entries.states import EntryState
from award.results.states import Outcome
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import PASSWORD, Cast
from tests.certificates import finished
from tests.certificates.test_signatories import png
from tests.conftest import NOON

Visit = Callable[..., Visitor]
S = CertificateState
ISSUED = "/panitia/sertifikat/terbitan"
SPELT = "Sistem Gelatik Contoh"
FORM = {
    "parts": "innovation",
    "dated": "2026-11-16",
    "place": "Mangupura",
    "reason": "Salah ketik.",
    "password": PASSWORD,
}


def in_force(**changes: Any) -> Certificate:
    """The first winner's certificate, with a signer from the list."""
    batch = finished.issue(finished.edition(), **changes)
    certificate = queries.certificates(batch)[0]
    actions.finish(certificate=certificate, stored=Stored("a" * 64, 1000))
    db.session.commit()
    return certificate


def respell(certificate: Certificate, title: str = SPELT) -> None:
    """The data are mended after the certificate was issued."""
    assert certificate.entry is not None
    certificate.entry.title = title
    db.session.commit()


def correct(certificate: Certificate, *parts: str, **changes: Any) -> Certificate:
    arguments: dict[str, Any] = {
        "parts": parts or ("innovation",),
        "reason": "Judul salah ketik.",
        "password": PASSWORD,
        "actor": Cast().organiser,
    }
    made = actions.correct(certificate=certificate, **{**arguments, **changes})
    db.session.commit()
    return made


def changes(certificate: Certificate) -> dict[str, tuple[str, str]]:
    found = anew.anew(certificate)
    assert found is not None
    return {each.part: (each.old, each.new) for each in found.changes}


def test_a_correction_has_its_own_number_and_supersedes_the_old(cast: Cast) -> None:
    old = in_force()
    respell(old)
    with clock.at(NOON + timedelta(days=2)):
        new = correct(old)
    assert (old.number, new.number) == (
        "400.10.11/001/PM/BRIDA/2026",
        "400.10.11/003/PM/BRIDA/2026",
    )
    assert new.code != old.code
    assert (old.state, new.state) == (S.SUPERSEDED, S.QUEUED)
    assert old.superseded_at == new.issued_at == NOON + timedelta(days=2)
    assert (new.replaces, old.replaced_by) == (old, new)
    assert new.correction == "Judul salah ketik."
    assert new.facts["innovation"] == SPELT
    assert new.facts["url"].endswith(new.code)
    untouched = set(old.facts) - {"innovation", "number", "code", "url"}
    assert all(new.facts[name] == old.facts[name] for name in untouched)


def test_the_ledger_tells_both_halves_of_a_correction(cast: Cast) -> None:
    old = in_force()
    respell(old)
    new = correct(old)
    acts = db.session.scalars(
        select(ledger.Act).where(ledger.Act.action.like("certificate.%")).order_by(ledger.Act.seq)
    ).all()
    told = {act.action: act for act in acts}
    assert new.number in told["certificate.superseded"].content
    assert told["certificate.superseded"].subject_id == old.id
    assert old.number in told["certificate.corrected"].content
    assert told["certificate.corrected"].actor_id == cast.organiser.id
    assert ledger.verify() is None


def test_only_the_chosen_parts_come_anew(cast: Cast) -> None:
    old = in_force()
    respell(old)
    build.agency("dlhk").name = "Dinas Lain"
    db.session.commit()
    assert set(changes(old)) >= {"recipient", "innovation"}
    new = correct(old, "recipient")
    assert new.facts["recipient"] == "Dinas Lain"
    assert new.facts["innovation"] == old.facts["innovation"]


def test_it_stays_in_its_batch_unless_what_the_batch_freezes_changes(cast: Cast) -> None:
    old = in_force(signer=finished.BRIDA)
    respell(old)
    new = correct(old)
    assert new.batch_id == old.batch_id
    actions.finish(certificate=new, stored=Stored("b" * 64, 1000))
    regent = db.session.scalars(select(Signatory)).one()
    respell(old, "Lagi")
    newest = correct(new, "innovation")
    assert newest.batch_id == old.batch_id
    actions.finish(certificate=newest, stored=Stored("c" * 64, 1000))
    regent.office, regent.name = finished.BRIDA.office, "Nama Lain, S.T."
    db.session.commit()
    signed = correct(newest, "signer")
    assert signed.batch_id != old.batch_id
    assert (signed.batch.signer_name, signed.facts["signer_name"]) == ("Nama Lain, S.T.",) * 2
    assert signed.batch.dated == old.batch.dated


def test_a_correction_without_a_difference_is_refused(cast: Cast) -> None:
    certificate = in_force(closing=finished_closing())
    assert changes(certificate) == {}
    with pytest.raises(Invalid, match="sama dengan data sekarang"):
        correct(certificate)
    respell(certificate)
    with pytest.raises(Invalid, match="Pilih sekurangnya satu bagian"):
        correct(certificate, "recipient")
    assert certificate.state == S.READY


def finished_closing() -> str:
    """What the edition itself would say."""
    return build.edition().settings.closing_sentence["id"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": "  "}, "Tuliskan alasan"),
        ({"password": "salah"}, "Kata sandi tidak cocok"),
    ],
)
def test_reason_and_password_are_asked(wrong: dict[str, str], sentence: str, cast: Cast) -> None:
    certificate = in_force()
    respell(certificate)
    with pytest.raises(Invalid, match=sentence):
        correct(certificate, **wrong)
    assert certificate.replaced_by is None


def test_facts_that_cannot_be_printed_correct_nothing(cast: Cast) -> None:
    certificate = in_force()
    respell(certificate, "M" * 251)
    with pytest.raises(Invalid) as refusal:
        correct(certificate)
    assert "melebihi" in str(refusal.value.fields["innovation"])
    db.session.rollback()
    assert certificate.state == S.READY


def test_what_waits_or_failed_may_be_corrected_and_what_is_over_may_not(cast: Cast) -> None:
    certificate = in_force()
    for state, may in (
        (S.READY, True),
        (S.UNSIGNED, True),
        (S.FAILED, True),
        (S.QUEUED, False),
        (S.SUPERSEDED, False),
        (S.REVOKED, False),
    ):
        with db.session.no_autoflush:
            certificate.state = state
            refusal = why_not("certificate:correct", certificate, cast.organiser)
        assert (refusal is None) is may, state
    db.session.rollback()


NEXT_DAY = finished.DATED + timedelta(days=1)


def test_date_and_place_are_corrected_like_other_facts(cast: Cast) -> None:
    old = in_force(courtesy=True)
    new = correct(old, dated=NEXT_DAY, place="Denpasar", parts=())
    assert (new.facts["place"], new.facts["date_text"]) == ("Denpasar", "17 November 2026")
    assert new.courtesy is not None
    assert new.courtesy["date_text"] == "17 November 2026"
    assert (new.batch.dated, new.batch.place) == (NEXT_DAY, "Denpasar")
    assert (old.batch.dated, old.state, old.replaced_by) == (finished.DATED, S.SUPERSEDED, new)
    assert new.number == "400.10.11/003/PM/BRIDA/2026"
    untouched = set(old.facts) - {"place", "date_text", "number", "code", "url"}
    assert all(new.facts[name] == old.facts[name] for name in untouched)
    act = db.session.scalars(
        select(ledger.Act).where(ledger.Act.action == "certificate.corrected")
    ).one()
    assert json.loads(act.content)["parts"] == ["dated"]
    actions.finish(certificate=new, stored=Stored("b" * 64, 1000))
    with pytest.raises(Invalid, match=r"sama dengan data|sekurangnya satu"):
        correct(new, dated=NEXT_DAY, place="Denpasar", parts=())


def test_nobody_signs_on_a_day_outside_their_term(cast: Cast) -> None:
    certificate = in_force()
    regent = db.session.scalars(select(Signatory)).one()
    regent.valid_until = finished.DATED
    db.session.commit()
    with pytest.raises(Invalid, match="tidak menjabat pada 17 November 2026") as refusal:
        correct(certificate, dated=NEXT_DAY)
    assert "dated" in refusal.value.fields
    heir = Signer(finished.REGENT.office, "I Made Contoh Pengganti")
    finished.appoint(heir, valid_from=NEXT_DAY)
    with pytest.raises(Invalid, match="pilih juga bagian penanda tangan"):
        correct(certificate, dated=NEXT_DAY)
    made = correct(certificate, "signer", dated=NEXT_DAY)
    assert made.facts["signer_name"] == made.batch.signer_name == heir.name


def test_no_correction_dates_a_certificate_before_its_decree(cast: Cast, visit: Visit) -> None:
    certificate, visitor = in_force(), visit(cast.organiser)
    with pytest.raises(Invalid) as refusal:
        correct(certificate, dated=date(2026, 11, 8))
    assert "mendahului tanggal keputusan" in str(refusal.value.fields["date_text"])
    db.session.rollback()
    path = f"{ISSUED}/piagam/{certificate.id}/koreksi"
    for day, sentence in (
        ("2026-11-08", "mendahului tanggal keputusan, 9 November 2026"),
        ("2999-01-01", "lebih dari setahun"),
        ("", "wajib diisi"),
    ):
        page = visitor.post(path, {**FORM, "dated": day})
        assert (page.status, sentence in page.text) == (422, True)
    assert queries.in_force(certificate) == certificate


def test_the_page_corrects_a_date_when_nothing_else_differs(
    cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correcting, "print_specimens", lambda *_order: b"")
    old, visitor = in_force(closing=finished_closing()), visit(cast.organiser)
    path = f"{ISSUED}/piagam/{old.id}/koreksi"
    page = visitor.get(path)
    assert "sama dengan data sekarang" in page.text
    fields = page.fields("main form")
    assert (fields["dated"], fields["place"]) == ("2026-11-16", "Mangupura")
    written = {**fields, "reason": "Tanggal keliru.", "password": PASSWORD}
    assert visitor.post(path, written).status == 422
    page = visitor.post(path, {**written, "dated": "2026-11-17", "password": "bukan"})
    assert page.all("main tbody tr") == [
        "Tempat dan tanggal Mangupura, 16 November 2026 Mangupura, 17 November 2026"
    ]
    assert visitor.post(path, {**written, "dated": "2026-11-17"}).status == 302
    made = queries.in_force(old)
    assert made is not None
    assert made.facts["date_text"] == "17 November 2026"


def test_the_office_is_told_once(cast: Cast) -> None:
    certificate = in_force()
    succeeded(certificate)
    assert changes(certificate)["signer"] == (
        "BUPATI BADUNG, I Wayan Contoh Wiguna",
        "BUPATI BADUNG, I Made Contoh Pengganti",
    )


def with_copies(certificate: Certificate, style: Style | None = None) -> None:
    """Organisers want English copies from now on."""
    look(certificate, style or Style())
    saved = db.session.scalars(select(Look)).one()
    saved.courtesy, saved.texts = (
        True,
        {"closing": {"id": "Semoga menjadi teladan.", "en": "Well."}},
    )
    db.session.commit()


def test_a_first_english_copy_says_what_its_certificate_says(cast: Cast) -> None:
    certificate = in_force()
    heir = succeeded(certificate)
    db.session.delete(db.session.scalars(select(Look)).one())
    with_copies(certificate)
    respell(certificate)
    made = correct(certificate, "look")
    assert made.courtesy is not None
    for name in ("recipient", "innovation", "signer_name", "place", "number", "code", "url"):
        assert made.courtesy[name] == made.facts[name] == {**certificate.facts, **made.facts}[name]
    assert made.courtesy["signer_name"] == finished.REGENT.name != heir.name
    assert made.courtesy["signer_office"] == "REGENT OF BADUNG"
    assert made.courtesy["innovation"] == certificate.facts["innovation"] != SPELT
    assert made.courtesy["language"] == "en"


def test_a_first_english_copy_comes_with_the_words_that_differ(cast: Cast) -> None:
    certificate = in_force()
    with_copies(certificate)
    certificate.batch.edition.decree_number = "188/0500/HK/2026"
    db.session.commit()
    with pytest.raises(Invalid, match="bersama bagian ini: dasar keputusan"):
        correct(certificate, "look")
    assert certificate.state == S.READY
    made = correct(certificate, "look", "decree")
    assert made.courtesy is not None
    assert "188/0500/HK/2026" in made.courtesy["decree"]
    assert "188/0500/HK/2026" in made.facts["decree"]


def test_the_superseded_can_neither_be_revoked_nor_downloaded_by_the_honoured(
    cast: Cast, visit: Visit
) -> None:
    old = in_force()
    respell(old)
    correct(old)
    assert "digantikan" in str(why_not("certificate:revoke", old, cast.organiser))
    assert "digantikan" in str(why_not("certificate:own", old, cast.head))
    assert visit(cast.head).get(f"/sertifikat/{old.id}.pdf").status == 403


def test_whose_certificate_was_revoked_is_honoured_again_only_by_two_people(cast: Cast) -> None:
    old = in_force()
    edition = old.batch.edition
    build.run("certificate.revoke", old, "Data tidak benar.")
    db.session.commit()
    assert recipients.without_certificate(edition, Kind.WINNER) == []
    with pytest.raises(Refused, match="dicabut"):
        correct(old)
    with clock.at(clock.wita(date(2026, 11, 20), 9)):
        build.run("certificate.reissue", old)
    db.session.commit()
    made = queries.in_force(old)
    assert made is not None
    assert made.number == "400.10.11/003/PM/BRIDA/2026"
    assert made.batch.dated == date(2026, 11, 20)
    assert (made.replaces_id, old.state) == (None, S.REVOKED)
    with pytest.raises(Stale, match="sudah memiliki piagam"):
        build.run("certificate.reissue", old)


def test_the_page_shows_old_beside_new_and_corrects(cast: Cast, visit: Visit) -> None:
    old, visitor = in_force(), visit(cast.organiser)
    path = f"{ISSUED}/piagam/{old.id}"
    respell(old)
    page = visitor.get(f"{path}/koreksi")
    assert "Gelatik Contoh" in page.text
    assert SPELT in page.text
    assert page.soup.select_one("main .actions a")["href"] == path
    refused = visitor.post(f"{path}/koreksi", {**FORM, "password": "bukan"})
    assert (refused.status, "Kata sandi tidak cocok" in refused.text) == (422, True)
    refused = visitor.post(f"{path}/koreksi", {**FORM, "parts": "penari"})
    assert refused.status == 422
    answer = visitor.post(f"{path}/koreksi", FORM)
    made = queries.in_force(old)
    assert made is not None
    assert answer.location == f"{ISSUED}/piagam/{made.id}"
    assert old.number in visitor.get(answer.location).text
    assert made.number in visitor.get(path).text
    assert visitor.post(f"{path}/koreksi", FORM).status == 403
    assert "Digantikan" in visitor.get(f"{ISSUED}/{old.batch_id}").text


@pytest.fixture
def too_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page holds its facts any more."""

    def refuse(*_order: object) -> bytes:
        raise UnprintableError(Fault("innovation", "does not fit"))

    monkeypatch.setattr(correcting, "print_specimens", refuse)


@pytest.mark.usefixtures("too_full")
def test_a_page_too_full_supersedes_nothing(cast: Cast, visit: Visit) -> None:
    certificate, visitor = in_force(), visit(cast.organiser)
    respell(certificate)
    page = visitor.post(f"{ISSUED}/piagam/{certificate.id}/koreksi", FORM)
    assert (page.status, "tidak muat di halaman" in page.text) == (422, True)
    assert queries.in_force(certificate) == certificate


@pytest.mark.usefixtures("too_full")
def test_a_page_too_full_is_not_proposed_for_issuing_again(cast: Cast, visit: Visit) -> None:
    certificate, visitor = in_force(), visit(cast.organiser)
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    db.session.commit()
    form = {"reason": "Datanya sudah benar.", "password": PASSWORD}
    page = visitor.post(f"{ISSUED}/piagam/{certificate.id}/terbitkan-kembali", form)
    assert (page.status, "tidak muat di halaman" in page.text) == (422, True)
    assert proposals("certificate.reissue") == []


def test_issuing_again_is_proposed_once_its_page_is_tried(cast: Cast, visit: Visit) -> None:
    certificate, visitor = in_force(), visit(cast.organiser)
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    db.session.commit()
    form = {"reason": "Datanya sudah benar.", "password": PASSWORD}
    visitor.post(f"{ISSUED}/piagam/{certificate.id}/terbitkan-kembali", form)
    (proposal,) = proposals("certificate.reissue")
    assert (proposal.subject_id, proposal.confirmed_by_id) == (certificate.id, None)


def proposals(kind: str) -> list[Approval]:
    """What has been proposed of this kind."""
    return list(db.session.scalars(select(Approval).where(Approval.kind == kind)))


def test_a_style_change_alone_is_a_difference(cast: Cast) -> None:
    certificate = in_force(style=Style(paper="f4"))
    old, wanted = changes(certificate)["look"]
    assert old.startswith("Klasik, F4 mendatar (330 × 215 mm), Pena dan cap (versi ")
    assert wanted.startswith("Klasik, A4 mendatar (297 × 210 mm), Pena dan cap (versi ")
    new = correct(certificate, "look")
    assert new.batch.style["paper"] == "a4"
    assert certificate.batch.style["paper"] == "f4"


OLD_PEN, NEW_PEN = "1" * 64, "2" * 64


def look(certificate: Certificate, style: Style, signatory: Signatory | None = None) -> None:
    """What organisers chose after the certificate was issued."""
    edition, kind = certificate.batch.edition, certificate.kind
    db.session.add(Look(edition=edition, kind=kind, style=style.to_dict(), signatory=signatory))
    db.session.commit()


def succeeded(certificate: Certificate) -> Signatory:
    """Somebody else has held the office since before the certificate's date."""
    before = db.session.scalars(select(Signatory)).one()
    before.valid_until = finished.DATED - timedelta(days=30)
    after = finished.appoint(
        Signer(finished.REGENT.office, "I Made Contoh Pengganti"),
        picture=NEW_PEN,
        valid_from=finished.DATED - timedelta(days=29),
    )
    look(certificate, Style(signature=NEW_PEN), after)
    return after


@pytest.mark.parametrize(
    ("parts", "name", "pen"),
    [
        (("signer",), "I Made Contoh Pengganti", NEW_PEN),
        (("look",), finished.REGENT.name, OLD_PEN),
        (("signer", "look"), "I Made Contoh Pengganti", NEW_PEN),
    ],
)
def test_nobodys_signature_stands_over_the_name_of_another(
    parts: tuple[str, ...], name: str, pen: str, cast: Cast
) -> None:
    certificate = in_force(style=Style(paper="f4", signature=OLD_PEN))
    succeeded(certificate)
    made = correct(certificate, *parts)
    assert (made.batch.signer_name, made.facts["signer_name"]) == (name, name)
    assert made.batch.style["signature"] == pen


def test_a_signer_without_a_picture_leaves_the_line_empty(cast: Cast) -> None:
    certificate = in_force(style=Style(signature=OLD_PEN))
    succeeded(certificate).picture = ""
    assert correct(certificate, "signer").batch.style["signature"] == ""


def test_a_look_of_pens_puts_no_picture_where_none_was_kept(cast: Cast) -> None:
    certificate = in_force()
    succeeded(certificate)
    assert correct(certificate, "signer").batch.style["signature"] == ""


def test_who_signed_and_still_may_goes_on_signing(cast: Cast) -> None:
    certificate = in_force()
    look(certificate, Style(), finished.appoint(finished.BRIDA))
    found = anew.anew(certificate)
    assert found is not None
    assert found.terms.signer == finished.REGENT
    assert "signer" not in changes(certificate)
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    with clock.at(clock.wita(date(2026, 11, 20), 9)):
        build.run("certificate.reissue", certificate)
    made = queries.in_force(certificate)
    assert made is not None
    assert made.batch.signer_name == finished.REGENT.name


def test_nobody_out_of_office_signs_what_is_issued_again(cast: Cast) -> None:
    certificate = in_force()
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    db.session.scalars(select(Signatory)).one().valid_until = date(2026, 11, 19)
    db.session.commit()
    with (
        clock.at(clock.wita(date(2026, 11, 20), 9)),
        pytest.raises(Invalid, match="tidak lagi menjabat"),
    ):
        build.run("certificate.reissue", certificate)
    db.session.rollback()
    assert queries.in_force(certificate) is None


def test_with_emblem_and_signature_it_is_previewed_and_corrected(cast: Cast, visit: Visit) -> None:
    pen, emblem = png(60, 20), png(40, 40)
    style = Style(signature=files.store(pen).sha256, emblem=files.store(emblem).sha256)
    certificate, visitor = in_force(style=style), visit(cast.organiser)
    signatory = db.session.scalars(select(Signatory)).one()
    signatory.picture = style.signature
    look(certificate, style, signatory)
    respell(certificate)
    visitor.post(f"{ISSUED}/piagam/{certificate.id}/koreksi", FORM)
    made = queries.in_force(certificate)
    assert made is not None
    assert (made.facts["innovation"], made.batch.style) == (SPELT, style.to_dict())


def test_an_organiser_has_no_hand_in_the_certificates_of_the_own_agency(
    cast: Cast, visit: Visit
) -> None:
    edition = finished.edition()
    own = build.entry(edition, build.agency("brida"), EntryState.PASSED, title="Riset Contoh")
    finished.decide(own, Outcome.WINNER, "juara_3")
    found = queries.certificates(finished.issue(edition))
    certificate = next(each for each in found if each.entry_id == own.id)
    actions.finish(certificate=certificate, stored=Stored("a" * 64, 1000))
    respell(certificate)
    visitor, path = visit(cast.organiser), f"{ISSUED}/piagam/{certificate.id}"
    form = {"parts": "innovation", "reason": "Ya.", "kind": "other", "password": PASSWORD}
    page = visitor.get(path)
    assert "benturan kepentingan" in page.text
    assert page.soup.select_one(f"a[href='{path}/koreksi']") is None
    assert [visitor.post(f"{path}/{act}", form).status for act in ("koreksi", "cabut")] == [
        403,
        403,
    ]
    with pytest.raises(Refused):
        correct(certificate)
    db.session.rollback()
    build.run("certificate.revoke", certificate)
    db.session.commit()
    assert visitor.post(f"{path}/terbitkan-kembali", form).status == 403
    assert (
        db.session.scalars(select(Approval).where(Approval.confirmed_by_id.is_(None))).all() == []
    )
