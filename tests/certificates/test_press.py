"""A batch for the press: ordered, made by the worker, in the order wanted."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from flask import Flask

from award.certificates import queries, tasks
from award.certificates.actions import ceremony as actions_ceremony
from award.certificates.models import Batch
from award.certificates.packing import ordered, presswork
from award.certificates.packing.ordered import Stage
from award.certificates.packing.piles import Edge, Order, sorted_by
from award.certificates.packing.pressing import merge
from award.core import clock, files, jobs, ledger
from award.core.db import db
from award.core.problems import Refused
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished
from tests.conftest import NOON

Visit = Callable[..., Visitor]
MM = 72 / 25.4


def sheet(width: float, *, drawing: bytes = b"0 0 9 9 re f", signed: bool = False) -> bytes:
    """A page with a drawing of its own kind."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(width, 100))
        form = pdf.make_stream(drawing, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(frame=form))
        page.Contents = pdf.make_stream(b"/frame Do")
        if signed:
            field = pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig)
            page.Annots = pikepdf.Array([pdf.make_indirect(field)])
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def made(batch: Batch) -> None:
    """Every certificate has a page as wide as its serial says, in hundreds."""
    for each in queries.certificates(batch):
        stored = files.store(sheet(100 * each.serial))
        each.state, each.sha256, each.size = "ready", stored.sha256, stored.size
    db.session.commit()


def job(batch: Batch, order: Order = Order.NUMBER, edge: Edge = Edge.PLAIN) -> presswork.Job:
    return presswork.job_of(batch, order, edge)


def order(batch: Batch, *how: Order | Edge) -> presswork.Job:
    wished = job(batch, *how)
    actions_ceremony.order_press(
        batch=batch, order=wished.wish.order, edge=wished.wish.edge, actor=Cast().organiser
    )
    return wished


def work(app: Flask) -> None:
    queue = app.extensions["jobs"]
    db.session.commit()
    while (task := queue.dequeue()) is not None:
        queue.execute(task)


def widths(path: Path) -> list[int]:
    with pikepdf.open(path) as bound:
        return [int(page.mediabox[2]) for page in bound.pages]


def test_equal_drawings_stand_in_the_file_once(tmp_path: Path) -> None:
    merge([sheet(100), sheet(200), sheet(300, drawing=b"1 1 8 8 re f")], tmp_path / "all.pdf")
    with pikepdf.open(tmp_path / "all.pdf") as bound:
        first, second, third = (page.Resources.XObject.frame for page in bound.pages)
        assert first.objgen == second.objgen != third.objgen
        assert third.read_bytes() == b"1 1 8 8 re f"


def test_the_same_pages_give_the_same_file() -> None:
    once, twice = io.BytesIO(), io.BytesIO()
    for target in (once, twice):
        merge([sheet(100), sheet(200)], target)
    assert once.getvalue() == twice.getvalue()


def test_no_signature_goes_to_the_press(tmp_path: Path) -> None:
    merge([sheet(100, signed=True)], tmp_path / "all.pdf")
    with pikepdf.open(tmp_path / "all.pdf") as bound:
        assert "/Annots" not in bound.pages[0]
        assert "/AcroForm" not in bound.Root


def test_a_signed_certificate_is_printed_as_it_was_before(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    first = queries.certificates(batch)[0]
    first.base_sha256 = files.store(sheet(700)).sha256
    db.session.commit()
    presswork.make(job(batch))
    assert widths(job(batch).file.path) == [700, 200]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NUMBER, "abcd"),
        (Order.NAME, "bdac"),
        (Order.CATEGORY, "cabd"),
        (Order.SEAT, "dbca"),
    ],
)
def test_sheets_lie_in_the_order_wanted(order: Order, expected: str) -> None:
    seats = {"b": "A2", "c": "A10", "d": "a1"}
    facts = {
        "a": ("Dinas Kesehatan", "Digital"),
        "b": ("Camat Kuta", "Digital"),
        "c": ("Kelurahan Kapal", "Hijau"),
        "d": ("dinas Arsip", None),
    }
    sheets = [
        SimpleNamespace(subject=who, facts={"recipient": name, "category": category})
        for who, (name, category) in facts.items()
    ]
    found = sorted_by(order, sheets, categories=["Hijau", "Digital"], seats=seats)
    assert "".join(each.subject for each in found) == expected


def test_a_press_file_is_ordered_made_and_fetched(app: Flask, cast: Cast, visit: Visit) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    app.extensions["jobs"].flush()
    visitor, page = visit(cast.organiser), f"/panitia/sertifikat/terbitan/{batch.id}"
    assert visitor.get(f"{page}/cetak/nama/polos.pdf").status == 404
    visitor.post(f"{page}/cetak", {"order": "nama", "edge": "polos"})
    (waiting,) = visitor.get(page).all("#cetak li")
    assert waiting == "Urut nama penerima, tanpa tanda potong: Sedang disiapkan"
    followed = visitor.get(page).soup.select_one("#cetak [data-progress]")["data-progress"]
    assert visitor.get(followed).json == {"done": 0, "total": 1, "sentence": "0 dari 1"}
    assert visit(cast.head).get(followed).status == 403
    assert job(batch, Order.NAME).file.stage == Stage.WANTED
    work(app)
    fetched = visitor.get(f"{page}/cetak/nama/polos.pdf")
    with pikepdf.open(io.BytesIO(fetched.response.data)) as bound:
        assert [int(sheet.mediabox[2]) for sheet in bound.pages] == [200, 100]
    assert visitor.get(followed).json["done"] == 1
    assert visitor.get(page).all("#cetak li") == [
        "Urut nama penerima, tanpa tanda potong Dibuat 11 Mei 2026 pukul 12.00 WITA dari 2 piagam."
    ]
    assert visitor.get(page).soup.select_one("#cetak [data-progress]") is None
    act = db.session.query(ledger.Act).filter_by(action="certificates.press_ordered").one()
    assert '"order":"nama"' in act.content


def test_a_wrong_wish_makes_nothing(app: Flask, cast: Cast, visit: Visit) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    path = f"/panitia/sertifikat/terbitan/{batch.id}/cetak"
    assert visit(cast.organiser).post(path, {"order": "acak", "edge": "polos"}).status == 422
    assert visit(cast.head).post(path, {"order": "nama", "edge": "polos"}).status == 403
    assert {each.file.stage for each in presswork.jobs_of(batch)} == {Stage.NONE}


def test_files_of_an_older_state_are_removed(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    order(batch)
    work(app)
    before = job(batch).file
    queries.certificates(batch)[0].state = "revoked"
    db.session.commit()
    tasks.bind(batch.id)
    assert not before.path.exists()
    assert job(batch).file.stage == Stage.NONE


def test_a_file_of_an_older_state_is_called_so_and_made_anew(
    app: Flask, cast: Cast, visit: Visit
) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    order(batch)
    work(app)
    visitor, page = visit(cast.organiser), f"/panitia/sertifikat/terbitan/{batch.id}"
    with clock.at(NOON + timedelta(days=1)):
        build.run("certificate.revoke", queries.certificates(batch)[0])
        work(app)
        shown = visitor.get(page)
        (told,) = shown.all("#cetak li")
        assert "Usang Dibuat 11 Mei 2026 pukul 12.00 WITA dari 2 piagam. Sesudah itu" in told
        assert shown.soup.select("#cetak li a") == []
        fields = shown.fields("#cetak li form")
        assert (fields["order"], fields["edge"]) == ("nomor", "polos")
        assert visitor.post(f"{page}/cetak", fields).status == 302
        work(app)
    (told,) = visitor.get(page).all("#cetak li")
    assert told.endswith("Dibuat 12 Mei 2026 pukul 12.00 WITA dari 1 piagam.")
    with clock.at(NOON + timedelta(days=2)):
        tasks.press(batch.id, 0, 0)
    assert "12 Mei 2026" in visitor.get(page).all("#cetak li")[0], "nothing was made again"


def test_why_a_file_is_missing_is_said_on_the_page(app: Flask, cast: Cast, visit: Visit) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    files.path_of(queries.printed(batch.id)[0].sha256).unlink()
    order(batch)
    work(app)
    page = visit(cast.organiser).get(f"/panitia/sertifikat/terbitan/{batch.id}")
    assert "Gagal dibuat . Ruang penyimpanan penuh atau tidak dapat ditulisi" in page.text


def test_a_worker_that_died_is_followed_by_another(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    wished = order(batch)
    db.session.commit()
    app.extensions["jobs"].flush()
    tasks.restart_forgotten()
    work(app)
    assert wished.file.stage == Stage.WANTED
    monkeypatch.setattr(ordered, "PATIENCE", -1)
    tasks.restart_forgotten()
    work(app)
    assert wished.file.stage == Stage.READY


def test_a_mark_cut_short_holds_up_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordered, "PATIENCE", -1)
    folder = ordered.folder("press")
    folder.mkdir(parents=True)
    for name, text in (("a", ""), ("b", '{"job"'), ("c", "[]")):
        (folder / f".{name}.pdf.{Stage.WANTED}").write_text(text, "utf-8")
    (folder / f".d.pdf.{Stage.WANTED}").write_text('{"job": "x", "ids": {"n": 1}}', "utf-8")
    assert list(ordered.forgotten()) == [("x", {"n": 1})]
    assert [path.name for path in folder.iterdir()] == [f".d.pdf.{Stage.WANTED}"]


def test_a_sweep_that_fails_keeps_no_other_from_running(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ArithmeticError

    ran: list[str] = []
    monkeypatch.setattr(jobs, "SWEEPS", [broken, lambda: ran.append("second")])
    jobs.run_sweeps(app)
    assert ran == ["second"]


def test_sheets_with_bleed_say_where_they_are_cut(app: Flask) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    order(batch, Order.NUMBER, Edge.MARKED)
    work(app)
    with pikepdf.open(job(batch, Order.NUMBER, Edge.MARKED).file.path) as bound:
        assert len(bound.pages) == 2
        page = bound.pages[0]
        media, bleed, trim = (
            [round(float(edge) / MM, 1) for edge in box]
            for box in (page.mediabox, page.BleedBox, page.trimbox)
        )
    assert trim == [0, 0, 297, 210]
    assert bleed == [-3, -3, 300, 213]
    assert media == [-10, -10, 307, 220]


def test_bleed_is_refused_once_the_design_has_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = finished.issue(finished.edition())
    made(batch)
    monkeypatch.setattr(presswork, "imprint", lambda _style: "newer")
    with pytest.raises(Refused, match="Rancangan piagam sudah berubah"):
        order(batch, Order.NUMBER, Edge.MARKED)
    order(batch, Order.NUMBER, Edge.PLAIN)
