"""The day of the ceremony: its pages, its seats and its papers."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from award.certificates import queries
from award.certificates.actions import ceremony as actions
from award.certificates.ceremony import pack, papers
from award.certificates.ceremony.plan import Plan, details, plan, seats
from award.certificates.dating import likely_date
from award.certificates.models_ceremony import Seat
from award.certificates.packing.ordered import Stage
from award.certificates.states import Kind
from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core import ledger
from award.core.db import db
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished

Visit = Callable[..., Visitor]
LONG = "Unit Pelaksana Teknis Daerah Pusat Kesehatan Masyarakat Rawat Inap " * 2 + "Abiansemal"


def page_of(edition: Edition) -> str:
    return f"/panitia/sertifikat/{edition.id}/hari-penyerahan"


def seating(edition: Edition) -> str:
    return f"/panitia/sertifikat/{edition.id}/tempat-duduk"


def subject(edition: Edition, title: str) -> str:
    (found,) = {guest.subject for guest in plan(edition).honoured(Kind.WINNER) if
                guest.innovation == title}  # fmt: skip
    return found


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True)
    return " ".join(done.stdout.decode().split())


def work(app: Flask) -> None:
    queue = app.extensions["jobs"]
    db.session.commit()
    while (task := queue.dequeue()) is not None:
        queue.execute(task)


def test_nothing_is_prepared_before_publication(app: Flask, cast: Cast, visit: Visit) -> None:
    edition = finished.edition(EditionState.FROZEN)
    for path in (page_of(edition), seating(edition), f"{page_of(edition)}/naskah-mc.pdf"):
        page = visit(cast.organiser).get(path)
        assert page.status == 403
        assert "Hari penyerahan disiapkan setelah hasil diumumkan." in page.text
        assert "Gelatik" not in page.text
    with pytest.raises(Refused):
        actions.order_papers(edition=edition, actor=cast.organiser)
    assert plan(edition).parts == ()


def test_the_day_is_offered_from_the_calendar_until_one_is_planned(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    page = visitor.get(page_of(edition))
    form = page.fields(f"form[action='{page_of(edition)}']")
    assert form["day"] == "2026-11-16"
    assert "Menurut kalender edisi." in page.text
    assert details(edition).starts_at is None
    visitor.post(page_of(edition), {**form, "day": "2026-11-20", "hour": "09:00"})
    page = visitor.get(page_of(edition))
    assert page.fields(f"form[action='{page_of(edition)}']")["day"] == "2026-11-20"
    assert "Menurut kalender edisi." not in page.text
    assert likely_date(edition) == date(2026, 11, 20)
    edition.decree_date = date(2026, 11, 25)
    assert likely_date(edition) == date(2026, 11, 25)


def test_an_edition_without_that_day_offers_none(app: Flask, cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    edition.calendar = tuple(each for each in edition.calendar if each.key != "penganugerahan")
    db.session.commit()
    page = visit(cast.organiser).get(page_of(edition))
    assert page.fields(f"form[action='{page_of(edition)}']")["day"] == ""
    assert likely_date(edition) == edition.decree_date


@pytest.mark.parametrize("who", ["staff", "head", "external_judge"])
def test_it_is_the_organisers_alone(who: str, app: Flask, cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    visitor = visit(getattr(cast, who))
    own = (page_of(edition), f"{page_of(edition)}/kemajuan", f"{page_of(edition)}/paket.zip")
    for path in (*own, seating(edition)):
        assert visitor.get(path).status == 403
    for path in (f"{page_of(edition)}/siapkan", seating(edition), f"{seating(edition)}/urut"):
        assert visitor.post(path, {"per_row": "5"}).status == 403
    assert seats(edition.id) == {}
    assert visit(cast.organiser).get(f"{page_of(edition)}/rahasia.pdf").status == 404


def test_the_page_counts_what_is_ready_and_what_is_not(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    edition = finished.edition()
    finished.issue(edition)
    text = visit(cast.organiser).get(page_of(edition)).text
    assert "2 piagam juara pada kertas A4 (0 PDF siap). Belum" in text
    assert "1 lembar cadangan kertas A4 untuk piagam juara." in text
    assert "2 lembar ditandatangani oleh I Wayan Contoh Wiguna, BUPATI BADUNG." in text
    assert "6 penerima belum memiliki piagam. Belum" in text
    assert "Tempat duduk: 0 dari 8 penerima. Belum" in text
    assert "Yang menyerahkan: Bupati Badung. Siap" in text
    english = visit(cast.organiser, language="en").get(page_of(edition)).text
    assert "6 recipients have no certificate yet." in english


def test_details_are_kept_and_shown_again(app: Flask, cast: Cast, visit: Visit) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    form = visitor.get(page_of(edition)).fields("main form[novalidate]")
    entered = {
        **form, "day": "2026-11-16", "hour": "09:30", "venue": "Balai Contoh",
        "giver": "Wakil Bupati Badung", "collector": "Ayu Contoh", "label_columns": "2",
    }  # fmt: skip
    assert visitor.post(page_of(edition), entered).status == 302
    kept = details(edition)
    assert kept.starts_at == datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
    assert plan(edition).labels == (2, 8)
    page = visitor.get(page_of(edition))
    assert "16 November 2026, 09.30 WITA, Balai Contoh. Siap" in page.text
    assert page.fields("main form[novalidate]")["hour"].startswith("09:30")
    refused = visitor.post(page_of(edition), {**entered, "label_columns": "9"})
    assert refused.status == 422
    acts = db.session.scalars(select(ledger.Act).where(ledger.Act.action == "ceremony.planned"))
    assert len(acts.all()) == 1


def test_rows_are_filled_from_the_front(app: Flask, cast: Cast, visit: Visit) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    wish = {"kinds": ["winner", "judge"], "per_row": "3"}
    visitor.post(f"{seating(edition)}/urut", wish)
    assert [guest.seat for guest in plan(edition).honoured(Kind.WINNER)] == ["A1", "A2"]
    assert [guest.seat for guest in plan(edition).honoured(Kind.JUDGE)] == ["A3", "B1"]
    assert [guest.seat for guest in plan(edition).honoured(Kind.FINALIST)] == [""]


def test_seats_are_named_by_hand_and_nobody_shares_one(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    fields = visitor.get(seating(edition)).fields("main form[novalidate]")
    first, second, *_ = fields
    page = visitor.post(seating(edition), {**fields, first: "VIP 1", second: "vip 1"})
    assert page.status == 422
    assert "Satu tempat duduk tidak dapat dipakai dua penerima." in page.text
    visitor.post(seating(edition), {**fields, first: "VIP 1", second: "VIP 2"})
    visitor.post(seating(edition), {**fields, first: "VIP 2", second: "VIP 1"})
    assert sorted(seats(edition.id).values()) == ["VIP 1", "VIP 2"]
    assert visitor.get(seating(edition)).fields("main form[novalidate]")[first] == "VIP 2"
    with pytest.raises(Invalid):
        actions.seat(edition=edition, labels={"entry:1": "A", "entry:2": "a"}, actor=cast.organiser)


def test_categories_are_read_in_the_language_of_the_page(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    edition = finished.edition()
    name = edition.categories[0].name
    for language in ("id", "en"):
        told = visit(cast.organiser, language=language).get(seating(edition)).all("td .form-text")
        assert name[language] in told


def test_rows_go_on_after_z(app: Flask, cast: Cast) -> None:
    edition = finished.edition()
    people = [f"user:{n}" for n in range(28)]
    actions.seat_in_rows(edition=edition, subjects=people, per_row=1, actor=cast.organiser)
    db.session.flush()
    labels = db.session.scalars(select(Seat.label).where(Seat.subject.in_(people[24:])))
    assert set(labels) == {"Y1", "Z1", "AA1", "AB1"}


def test_revoked_honours_leave_the_ceremony(app: Flask, cast: Cast) -> None:
    edition = finished.edition()
    batch = finished.issue(edition)
    first = queries.certificates(batch)[0]
    first.state, first.sha256 = "revoked", "a" * 64
    db.session.commit()
    found = plan(edition)
    names = [
        each.innovation for part in found.parts for step in part.steps for each in step.honours
    ]
    assert names == ["Vaksin Contoh"]
    assert [guest.innovation for guest in found.issued] == ["Vaksin Contoh"]


def test_papers_are_ordered_made_and_fetched(app: Flask, cast: Cast, visit: Visit) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    finished.issue(edition)
    app.extensions["jobs"].flush()
    visitor.post(f"{seating(edition)}/urut", {"kinds": ["winner"], "per_row": "3"})
    visitor.post(f"{page_of(edition)}/siapkan")
    assert "Sedang disiapkan" in visitor.get(page_of(edition)).text
    assert visitor.get(f"{page_of(edition)}/kemajuan").json["done"] == 0
    assert visitor.get(f"{page_of(edition)}/paket.zip").status == 404
    work(app)
    told = "Dibuat 11 Mei 2026 pukul 12.00 WITA dari 2 piagam."
    assert told in visitor.get(page_of(edition)).text
    assert visitor.get(f"{page_of(edition)}/kemajuan").json["sentence"] == "5 dari 5"
    whole = visitor.get(f"{page_of(edition)}/paket.zip").response.data
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.namelist() == [f"{name}.pdf" for name in pack.NAMES]
        texts = {name: text_of(archive.read(f"{name}.pdf")) for name in pack.NAMES}
        for name in pack.NAMES:
            one = visitor.get(f"{page_of(edition)}/{name}.pdf").response.data
            assert one == archive.read(f"{name}.pdf")
            check_quality(one)
    assert texts["naskah-mc"].index("Vaksin Contoh") < texts["naskah-mc"].index("Gelatik Contoh")
    assert "Juara Satu, diraih oleh" in texts["naskah-mc"]
    assert "kursi A1" in texts["naskah-mc"]
    assert "400.10.11/001/PM/BRIDA/2026" in texts["label"]
    assert "2 lembar ditandatangani oleh I Wayan Contoh Wiguna" in texts["daftar-periksa"]
    assert texts["slide"].index("Juara II") < texts["slide"].rindex("Juara I")
    finished.issue(edition, Kind.FINALIST)
    page = visitor.get(page_of(edition))
    assert f"Usang {told} Sesudah itu rincian, piagam, atau tempat duduk berubah" in page.text
    assert "Buat paket lagi" in page.all("main button")
    assert visitor.get(f"{page_of(edition)}/paket.zip").status == 404


def check_quality(pdf: bytes) -> None:
    """Tagged, in Indonesian, with a title, every typeface inside."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "id"
        assert "Kabupaten Badung 2026" in str(opened.docinfo.Title)
    fonts = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True).stdout.decode()
    embedded = [line.split()[-5] for line in fonts.splitlines()[2:]]
    assert embedded
    assert set(embedded) == {"yes"}


def test_a_paper_of_an_older_state_is_not_handed_out(app: Flask, cast: Cast, visit: Visit) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    found = plan(edition)
    pack.zip_file(found).path.parent.mkdir(parents=True)
    pack.zip_file(found).path.write_bytes(b"PK")
    assert pack.zip_file(plan(edition)).stage == Stage.READY
    actions.seat(edition=edition, labels={subject(edition, "Gelatik Contoh"): "A1"},
                 actor=cast.organiser)  # fmt: skip
    db.session.commit()
    assert pack.zip_file(plan(edition)).stage == Stage.NONE
    assert visitor.get(f"{page_of(edition)}/paket.zip").status == 404


def test_labels_fill_their_sheets_whatever_the_names(app: Flask) -> None:
    edition = finished.edition()
    finished.issue(edition)
    found = plan(edition)
    guest = found.issued[0]
    for labels, name in (((3, 8), "Dinas"), ((3, 8), LONG), ((4, 10), LONG), ((2, 4), LONG)):
        count = labels[0] * labels[1]
        many = Plan(**{**vars(found), "labels": labels, "guests": (
            _named(guest, name),) * (count + 1)})  # fmt: skip
        with pikepdf.open(io.BytesIO(papers.labels(many))) as opened:
            assert len(opened.pages) == 2, labels


def _named(guest: object, name: str) -> object:
    return type(guest)(**{**vars(guest), "name": name, "seat": "A12"})


def test_the_same_plan_gives_the_same_papers(app: Flask) -> None:
    found = plan(finished.edition())
    assert papers.script(found) == papers.script(found)
    assert plan(db.session.get_one(Edition, found.edition_id)).sha256 == found.sha256


def test_a_list_of_many_costs_no_more_questions(
    app: Flask, statements: Callable[..., object]
) -> None:
    edition = finished.edition()

    def asked() -> int:
        db.session.expire_all()
        db.session.refresh(edition)
        with statements() as sent:  # type: ignore[attr-defined]
            plan(edition)
        return len(sent)

    finished.issue(edition)
    before = asked()
    for n in range(3):
        finished.honour(_an_entry(edition), Kind.PARTNER, f"Desa Contoh {n}")
    finished.issue(edition, Kind.PARTNER)
    assert asked() == before


def _an_entry(edition: Edition) -> object:
    return db.session.scalars(select(Entry).where(Entry.edition_id == edition.id)).first()
