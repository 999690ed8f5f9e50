"""Before anything is issued: everyone is looked at, everyone is laid out, five are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from award.certificates import actions, document, drafting, printroom, queries, tasks
from award.certificates.facts import Facts, Fault
from award.certificates.models import Batch, LayoutCheck, Signatory
from award.certificates.preflight import Preflight, preflight
from award.certificates.sameness import bare
from award.certificates.states import Kind
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core import clock
from award.core.db import db
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.entries.states import EntryState
from award.results.states import Outcome
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished
from tests.conftest import NOON

Visit = Callable[..., Visitor]
FORM = {"signatory": "1", "dated": "2026-11-16", "place": "Mangupura"}


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return finished.edition()


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Recipients whose page is too full; everyone else's fits, without laying out a single one."""
    too_full: set[str] = set()

    def crowded(facts: Facts, *_rest: object) -> list[Fault]:
        return [Fault("recipient", "does not fit")] if facts.recipient in too_full else []

    monkeypatch.setattr(document, "check", crowded)
    return too_full


def address(edition: Edition, kind: str = "juara", act: str = "") -> str:
    return f"/panitia/sertifikat/{edition.id}/{kind}{act}"


def newest() -> LayoutCheck:
    return db.session.scalars(select(LayoutCheck).order_by(LayoutCheck.id.desc())).first()  # type: ignore[return-value]


def found(known: Preflight, *, blocks: bool = True) -> dict[tuple[str, str], list[str]]:
    return {
        (each.fault.field, each.fault.reason): [one.name for one in each.recipients]
        for each in known.findings
        if each.blocks is blocks
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ni Luh Ayu Contoh", "NI  LUH  AYU CONTOH"),
        ("Dr. Ir. I Made Contoh, S.T., M.T.", "I Made Contoh"),
        ("Prof. Dr. Ida Bagus Contoh, Ph.D.", "Ida Bagus Contoh, M.Kom."),
        ("drg. Ketut Contoh", "Ketut Contoh, MBA"),
    ],
)
def test_one_person_is_known_under_two_spellings(one: str, other: str) -> None:
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I Made Contoh", "Ni Made Contoh"),
        ("I Wayan Contoh", "I Wayan Contoh Wiguna"),
        ("Dinas Koperasi, Usaha Kecil dan Menengah", "Dinas Koperasi"),
        ("A.A. Gede Contoh", "Gede Contoh"),
    ],
)
def test_different_people_and_offices_stay_different(one: str, other: str) -> None:
    assert bare(one) != bare(other)


def test_the_same_person_twice_for_the_same_work_stops_the_batch(edition: Edition) -> None:
    entry = db.session.scalars(select(Entry).where(Entry.title == "Gelatik Contoh")).one()
    finished.honour(entry, Kind.MEMBER, f"Dr. AYU {finished.INVENTED}, S.T.")
    db.session.commit()
    known = preflight(edition, Kind.MEMBER, finished.terms())
    assert found(known)["recipient", "doubled"] == ["Ayu Contoh", "Dr. AYU Contoh, S.T."]
    with pytest.raises(Invalid) as refusal:
        finished.issue(edition, Kind.MEMBER)
    assert "lebih dari sekali" in str(refusal.value.fields["recipient"])


def test_the_same_name_for_another_work_is_only_a_question(edition: Edition) -> None:
    other = db.session.scalars(select(Entry).where(Entry.title == "Vaksin Contoh")).one()
    finished.honour(other, Kind.MEMBER, f"Ayu {finished.INVENTED}")
    db.session.commit()
    known = preflight(edition, Kind.MEMBER, finished.terms())
    assert found(known) == {}
    assert found(known, blocks=False)["recipient", "alike"] == ["Ayu Contoh", "Ayu Contoh"]
    assert len(queries.certificates(finished.issue(edition, Kind.MEMBER))) == 2


def test_an_agency_may_win_with_two_innovations(edition: Edition) -> None:
    second = build.entry(edition, build.agency("dlhk"), EntryState.PASSED, title="Lain Contoh")
    finished.decide(second, Outcome.WINNER, "juara_3")
    assert preflight(edition, Kind.WINNER, finished.terms()).findings == []


def test_a_date_before_the_decree_stops_the_batch(edition: Edition) -> None:
    known = preflight(edition, Kind.WINNER, finished.terms(dated=date(2026, 11, 8)))
    assert ("date_text", "before decree") in found(known)


def test_braces_in_a_text_of_the_look_stop_the_batch(edition: Edition) -> None:
    known = preflight(edition, Kind.WINNER, finished.terms(closing="Selamat, {nama}!"))
    assert ("closing", "braces") in found(known)
    assert preflight(edition, Kind.WINNER, finished.terms()).findings == []


def test_a_signer_who_is_not_in_office_on_that_day_stops_the_batch(edition: Edition) -> None:
    signatory = db.session.scalars(select(Signatory)).one()
    signatory.valid_until = finished.DATED - timedelta(days=1)
    terms = finished.terms(signatory=signatory)
    assert ("signer_name", "not in office") in found(preflight(edition, Kind.WINNER, terms))
    assert (
        preflight(
            edition, Kind.WINNER, replace(terms, dated=finished.DATED - timedelta(days=1))
        ).findings
        == []
    )


def test_nothing_is_issued_before_everyone_was_laid_out(edition: Edition, cast: Cast) -> None:
    with pytest.raises(Invalid, match="tata letaknya belum diperiksa"):
        actions.issue(
            edition=edition, kind=Kind.WINNER, terms=finished.terms(), actor=cast.organiser
        )


def test_only_organisers_have_pages_laid_out(edition: Edition, cast: Cast) -> None:
    with pytest.raises(Refused, match="Hanya panitia"):
        actions.ask_layout(
            edition=edition, kind=Kind.WINNER, terms=finished.terms(), actor=cast.head
        )


def test_asking_twice_is_one_check_that_the_worker_finishes(
    edition: Edition, cast: Cast, visit: Visit, pages: set[str]
) -> None:
    visitor = visit(cast.organiser)
    assert "Belum diperiksa apakah 2 piagam muat" in visitor.get(address(edition)).text
    for _ in range(2):
        assert visitor.post(address(edition, act="/periksa"), FORM).location == address(edition)
    check = newest()
    assert db.session.scalar(select(func.count()).select_from(LayoutCheck)) == 1
    page = visitor.get(address(edition))
    followed = page.soup.select_one("[data-progress]")["data-progress"]
    assert visitor.get(followed).json == {"done": 0, "total": 2, "sentence": "0 dari 2"}
    assert not [label for label in page.all("main button") if "Terbitkan" in label]
    tasks.lay_out(check.id)
    page = visitor.get(address(edition))
    assert "2 piagam sudah dicoba dan semuanya muat" in page.text
    assert "Terbitkan 2 piagam" in page.text
    assert page.soup.select_one("#dated")["value"] == "2026-11-16"


def test_a_page_too_full_is_named_and_stops_the_batch_until_it_is_mended(
    edition: Edition, cast: Cast, visit: Visit, pages: set[str]
) -> None:
    health, visitor = build.agency("dinkes"), visit(cast.organiser)
    pages.add(health.name)
    visitor.post(address(edition, act="/periksa"), FORM)
    tasks.lay_out(newest().id)
    page = visitor.get(address(edition))
    assert "Nama penerima tidak muat di halaman" in page.text
    assert page.soup.select_one(".notice-refused a[href^='/panitia/seleksi/usulan/']") is not None
    assert visitor.post(address(edition), FORM).status == 422
    health.name = "Dinkes"
    db.session.commit()
    assert "isian, rancangan, atau data berubah" in visitor.get(address(edition)).text
    assert visitor.post(address(edition), FORM).status == 422
    visitor.post(address(edition, act="/periksa"), FORM)
    tasks.lay_out(newest().id)
    assert visitor.post(address(edition), FORM).status == 302


def test_what_was_checked_is_not_what_is_issued_when_the_form_changes(
    edition: Edition, cast: Cast, visit: Visit, pages: set[str]
) -> None:
    visitor = visit(cast.organiser)
    visitor.post(address(edition, act="/periksa"), FORM)
    tasks.lay_out(newest().id)
    page = visitor.get(address(edition))
    note = page.soup.select_one(f"#{page.soup.select('main form')[0]['data-changed']}")
    assert (note.has_attr("hidden"), "tidak berlaku lagi" in note.get_text()) == (True, True)
    assert note.select_one("button")["formaction"] == address(edition, act="/periksa")
    page = visitor.post(address(edition), {**FORM, "place": "Mangupura Raya"})
    assert page.status == 422
    assert "Pemeriksaan tata letak pada 11 Mei 2026 pukul 12.00 WITA tidak berlaku" in page.text
    assert page.soup.select_one("main form").has_attr("data-changed") is False
    assert db.session.scalar(select(func.count()).select_from(Batch)) == 0


def test_a_check_whose_data_have_changed_speaks_for_nobody(
    edition: Edition, cast: Cast, visit: Visit, pages: set[str]
) -> None:
    visit(cast.organiser).post(address(edition, act="/periksa"), FORM)
    build.agency("dinkes").name = "Dinkes"
    db.session.commit()
    tasks.lay_out(newest().id)
    assert db.session.scalar(select(func.count()).select_from(LayoutCheck)) == 0


def test_a_check_that_a_crash_left_behind_is_started_again(
    app: Flask, edition: Edition, cast: Cast, visit: Visit, pages: set[str]
) -> None:
    visit(cast.organiser).post(address(edition, act="/periksa"), FORM)
    queue = app.extensions["jobs"]
    queue.flush()
    with clock.at(NOON + timedelta(minutes=2)):
        tasks.restart_stalled()
        db.session.commit()
    assert queue.pending_count() == 1
    queue.flush()
    tasks.lay_out(newest().id)
    with clock.at(NOON + timedelta(minutes=9)):
        tasks.restart_stalled()
        db.session.commit()
    assert queue.pending_count() == 0


def test_a_name_beside_an_entry_is_mended_where_names_are_corrected(
    edition: Edition, cast: Cast, visit: Visit, pages: set[str]
) -> None:
    pages.add("Ayu Contoh")
    entry = db.session.scalars(select(Entry).where(Entry.title == "Gelatik Contoh")).one()
    visit(cast.organiser).post(address(edition, "tim", "/periksa"), FORM)
    tasks.lay_out(newest().id)
    page = visit(cast.organiser).get(address(edition, "tim"))
    (link,) = page.soup.select(".notice-refused a")
    assert link["href"] == f"/panitia/sertifikat/nama-tim/{entry.id}"
    assert "Ayu Contoh" in visit(cast.organiser).get(str(link["href"])).text


def test_a_check_that_ends_the_worker_again_and_again_is_given_up_and_can_be_asked_for_anew(
    edition: Edition,
    cast: Cast,
    visit: Visit,
    pages: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitor = visit(cast.organiser)
    visitor.post(address(edition, act="/periksa"), FORM)
    here_or_apart = []

    def ended(_orders: object, _faces: object, *, apart: bool) -> list[tuple[str, list[Fault]]]:
        here_or_apart.append(apart)
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(printroom, "tried", ended)
        for _ in range(tasks.MOST_TRIES):
            with pytest.raises(SystemExit):
                tasks.lay_out(newest().id)
            db.session.rollback()
        tasks.lay_out(newest().id)
    assert here_or_apart == [False, True, True]
    page = visitor.get(address(edition))
    assert "tiga kali terhenti di sekitar penerima ini" in page.text
    assert build.agency("dinkes").name in page.soup.select_one(".notice-refused").text
    assert "Terbitkan 2 piagam" not in page.text
    visitor.post(address(edition, act="/periksa"), FORM)
    tasks.lay_out(newest().id)
    assert "Terbitkan 2 piagam" in visitor.get(address(edition)).text


@pytest.mark.parametrize("who", ["head", "external_judge"])
def test_checks_are_the_organisers(
    who: str, edition: Edition, cast: Cast, visit: Visit, pages: set[str]
) -> None:
    visit(cast.organiser).post(address(edition, act="/periksa"), FORM)
    check, visitor = newest(), visit(getattr(cast, who))
    assert visitor.get(f"/panitia/sertifikat/periksa/{check.id}").status == 403
    assert visitor.post(address(edition, act="/periksa"), FORM).status == 403
    assert visit(cast.organiser).get("/panitia/sertifikat/periksa/999").status == 404


def test_five_are_worth_a_look_the_longest_among_them(edition: Edition) -> None:
    for number in range(8):
        agency = build.agency("kec-kuta")
        entry = build.entry(edition, agency, EntryState.PASSED, title="J" * (20 + number * 20))
        finished.decide(entry, Outcome.WINNER, "harapan_1")
    drafts = drafting.drafts(edition, Kind.WINNER, finished.terms())
    shown = drafting.worth_a_look(drafts)
    assert len(shown) == 5
    assert shown[0].number == drafts[0].facts.number
    assert max(len(each.innovation or "") for each in shown) == 160
    longest = max(len(draft.facts.recipient) for draft in drafts)
    assert max(len(each.recipient) for each in shown) == longest
    assert {each.code for each in shown} == {drafting.SPECIMEN_CODE}


def test_the_courtesy_copy_says_the_same_in_english(edition: Edition) -> None:
    drafts = drafting.drafts(edition, Kind.WINNER, finished.terms(courtesy=True))
    first = drafts[0]
    assert first.courtesy is not None
    assert (first.courtesy.number, first.courtesy.code) == (first.facts.number, first.facts.code)
    assert first.courtesy.language == "en"
    assert first.courtesy.predicate == "First Place"
    assert first.courtesy.date_text == "16 November 2026"
    assert (first.courtesy.signer_office, first.courtesy.issuer) == (
        "REGENT OF BADUNG",
        "REGENT OF BADUNG",
    )
    assert first.courtesy.innovation == first.facts.innovation


def crash(*_: object) -> list[Fault]:
    raise ArithmeticError


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ((Style, "pictures", ("0" * 64,)), "Lambang belum ada."),
        ((document, "check", crash), "Terjadi kesalahan saat membuat PDF."),
    ],
)
def test_a_page_that_cannot_be_tried_is_told_and_can_be_tried_again(
    broken: tuple[object, str, object],
    said: str,
    edition: Edition,
    cast: Cast,
    visit: Visit,
    pages: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitor = visit(cast.organiser)
    visitor.post(address(edition, act="/periksa"), FORM)
    with monkeypatch.context() as changed:
        changed.setattr(*broken)
        tasks.lay_out(newest().id)
    assert newest().finished_at is not None
    page = visitor.get(address(edition))
    assert said in page.text
    assert not [label for label in page.all("main button") if "Terbitkan" in label]
    visitor.post(address(edition, act="/periksa"), FORM)
    tasks.lay_out(newest().id)
    assert "Terbitkan 2 piagam" in visitor.get(address(edition)).text
