"""Snapshots that nobody changes, and what is printed of them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from award.core import files, ledger
from award.core.db import db
from award.core.problems import Refused
from award.entries.models import Entry
from award.judging import actions as judging
from award.judging.actions.conflicts import declare
from award.judging.states import ConflictKind, SeatRole
from award.results import actions, tasks
from award.results.papers.record import Record
from award.results.papers.table import table
from award.results.papers.workbook import workbook
from award.results.queries import hearing, published
from award.results.states import PaperKind, SnapshotKind
from award.results.tasks import print_papers, printers
from tests import builders
from tests.results import course, lived

HOSTILE = "=HYPERLINK(1)"


@pytest.fixture
def snapshot(app, cast):
    """Three entries, the last two tied and parted by vote; one bears a formula for a title."""
    edition = builders.edition()
    entries = course.decided(edition, 5, 4, 4)
    entries[0].title = HOSTILE
    actions.vote(
        edition=edition,
        round_=None,
        order=[entries[2].id, entries[1].id],
        reason="Manfaat lebih luas.",
        actor=cast.organiser,
    )
    actions.freeze(edition=edition, actor=cast.organiser)
    actions.dissent(edition=edition, text="Saya menilai lain.", actor=cast.external_judge)
    kept = actions.keep(edition=edition, kind=SnapshotKind.PROVISIONAL, actor=cast.organiser)
    db.session.commit()
    return kept


def test_a_snapshot_names_the_ledger_it_rests_on_and_its_own_hash(snapshot):
    assert hashlib.sha256(snapshot.content.encode()).hexdigest() == snapshot.sha256
    seq, head = db.session.execute(
        text("SELECT seq, hash FROM ledger WHERE seq = :seq"), {"seq": snapshot.ledger_seq}
    ).one()
    assert (seq, head) == (snapshot.ledger_seq, snapshot.ledger_head)
    assert ledger.verify() is None


@pytest.mark.parametrize("act", ["UPDATE result_snapshot SET number = 9", "DELETE FROM {0}"])
def test_the_database_refuses_to_change_a_snapshot(snapshot, act):
    with pytest.raises(DatabaseError):
        db.session.execute(text(act.format("result_snapshot")))
    db.session.rollback()


def test_what_a_later_decision_replaced_says_so(app, cast, kept_faces):
    edition = builders.edition()
    _first, second, third = course.decided(edition, 5, 4, 4)
    for order in ([second.id, third.id], [third.id, second.id]):
        actions.vote(
            edition=edition, round_=None, order=order, reason="Manfaat.", actor=cast.organiser
        )
    actions.freeze(edition=edition, actor=cast.organiser)
    for place in ("juara_1", "juara_3"):
        decision = published.final_by_entry(edition)[second.id]
        builders.run("results.override", decision, place=place, outcome="winner")
    kept = actions.keep(edition=edition, kind=SnapshotKind.PROVISIONAL, actor=cast.organiser)
    db.session.commit()

    content = json.loads(kept.content)
    assert [each["replaced"] for each in content["votes"]] == [True, False]
    assert [each["replaced"] for each in content["overrides"]] == [True, True, False, False]
    print_papers(kept.id)
    minutes = next(each for each in kept.papers if each.kind == PaperKind.MINUTES)
    said = _text(files.load(minutes.sha256))
    assert said.count("Telah diganti oleh keputusan sesudahnya.") == 3


def test_the_same_result_gives_the_same_papers(snapshot, cast):
    record = Record.of(snapshot)
    again = Record.of(hearing.snapshot_by_id(None, snapshot.id))
    assert (table(record), workbook(record)) == (table(again), workbook(again))


def test_the_table_has_a_row_for_each_entry_judge_and_criterion(snapshot):
    text_ = table(Record.of(snapshot)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text_)))

    content = json.loads(snapshot.content)
    assert len(rows) == sum(len(sheet["levels"]) for sheet in content["sheets"] if sheet["round"])
    assert len({(r["tahap"], r["nomor_usulan"], r["nomor_juri"], r["kriteria"]) for r in rows}) == (
        len(rows)
    )
    assert {row["judul"] for row in rows} >= {f"'{HOSTILE}"}
    assert rows[0]["nilai"] == "5"


def test_the_workbook_holds_texts_and_never_formulas(snapshot):
    with zipfile.ZipFile(io.BytesIO(workbook(Record.of(snapshot)))) as book:
        pages = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        strings = book.read("xl/sharedStrings.xml").decode()
        assert len(pages) == 6
        assert not any(re.search(rb"<f[ >]", book.read(name)) for name in pages)
    assert HOSTILE in strings
    assert "Juara I" in strings


def test_nobody_who_writes_waits_while_papers_are_laid_out(snapshot, monkeypatch):
    busy = []

    def slow(_record):
        busy.append(db.session().in_transaction())
        return b"nilai"

    made = {PaperKind.TABLE: slow, PaperKind.WORKBOOK: slow}
    monkeypatch.setattr(tasks, "printers", lambda: made)
    print_papers(snapshot.id)
    assert busy == [False, False]
    assert {each.kind for each in snapshot.papers} == set(made)


def test_the_minutes_say_all_that_was_decided_and_how(snapshot, kept_faces):
    print_papers(snapshot.id)
    print_papers(snapshot.id)

    found = {each.kind: files.load(each.sha256) for each in snapshot.papers}
    assert set(found) == set(PaperKind)
    said = _text(found[PaperKind.MINUTES])
    for words in (
        "Berita Acara Penilaian",
        "Dr. Contoh Satu",
        "Signifikansi 30%",
        "Pleno menetapkan urutan: Inovasi C; Inovasi B. Alasan: Manfaat lebih luas.",
        "dipisahkan oleh: Keputusan sidang pleno",
        "Saya menilai lain.",
        "Tidak ada; setiap keputusan mengikuti perhitungan.",
        "Masa sanggah belum berlangsung",
        snapshot.sha256,
        snapshot.ledger_head,
    ):
        assert words in said, words
    annex = _text(found[PaperKind.ANNEX])
    assert "Rancangan: masa sanggah belum selesai" in annex
    assert "Juara II Inovasi C" in annex
    assert printers()[PaperKind.ANNEX](Record.of(snapshot)) == found[PaperKind.ANNEX]


def snapshot_entry(snapshot):
    number = json.loads(snapshot.content)["entries"][0]["id"]
    return db.session.get_one(Entry, number)


def _text(pdf):
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def test_who_is_bound_gets_the_minutes_and_no_marks_before_publication(snapshot, visit, cast):
    for kind in PaperKind:
        stored = files.store(f"isi {kind}".encode())
        actions.file_paper(snapshot=snapshot, kind=kind, stored=stored)
    entry = snapshot_entry(snapshot)
    bound, edition = cast.second_organiser, snapshot.edition
    declare(person=bound, kind=ConflictKind.FAMILY, entry=entry, actor=bound)
    reader, base = visit(bound), f"/panitia/hasil/rekaman/{snapshot.id}"

    assert reader.get(f"{base}/minutes").response.get_data() == b"isi minutes"
    for closed in (f"{base}/table", f"{base}/workbook", f"{base}.zip"):
        refused = reader.get(closed)
        assert refused.status == 403
        assert "benturan kepentingan" in refused.text
    course.announce(edition)
    db.session.commit()
    assert reader.get(f"{base}/table").response.get_data() == b"isi table"


def test_other_places_than_promised_are_not_for_who_is_bound_to_an_entry(app, cast):
    edition = builders.edition()
    [entry, *_] = course.decided(edition, 5, 4, 3)
    bound = cast.second_organiser
    declare(person=bound, kind=ConflictKind.FAMILY, entry=entry, actor=bound)
    with pytest.raises(Refused):
        actions.freeze(edition=edition, actor=bound, places=("juara_1",))
    assert edition.frozen_at is None
    assert actions.freeze(edition=edition, actor=bound)


def test_the_organiser_takes_papers_away_one_by_one_or_together(snapshot, visit, cast):
    organiser = visit(cast.organiser)
    base = f"/panitia/hasil/{snapshot.edition_id}/rekaman"
    assert "Dokumen sedang dicetak." in organiser.get(base).text
    for kind in PaperKind:
        stored = files.store(f"isi {kind}".encode())
        actions.file_paper(snapshot=snapshot, kind=kind, stored=stored)
    db.session.commit()

    assert snapshot.sha256 in organiser.get(base).text
    one = organiser.get(f"/panitia/hasil/rekaman/{snapshot.id}/table")
    assert one.response.get_data() == b"isi table"
    together = organiser.get(f"/panitia/hasil/rekaman/{snapshot.id}.zip").response.get_data()
    with zipfile.ZipFile(io.BytesIO(together)) as archive:
        assert sorted(archive.namelist()) == [
            "berita-acara-2026-1.pdf",
            "lampiran-keputusan-2026-1.pdf",
            "nilai-rinci-2026-1.csv",
            "rekapitulasi-2026-1.xlsx",
        ]
    assert visit(cast.staff).get(base).status == 403


def test_a_recusal_stands_in_the_record(app, cast):
    edition = lived.edition()
    entry = course.passed(edition, "Gelatik")
    round_ = builders.round_of(edition, state="draft")
    judging.open_round(round_=round_, actor=cast.organiser)
    lived.give(round_, entry, cast.external_judge, 5)
    gone = lived.give(round_, entry, cast.second_judge, 1)
    judging.unassign(assignment=gone, reason="Ikut mendampingi.", actor=cast.organiser)
    judging.close_round(round_=round_, actor=cast.organiser)
    judging.lock_round(round_=round_, actor=cast.organiser)
    actions.decide_round(round_=round_, actor=cast.organiser)

    kept = actions.keep(edition=edition, kind=SnapshotKind.PROVISIONAL, actor=cast.organiser)

    content = json.loads(kept.content)
    assert [each["reason"] for each in content["recusals"]] == ["Ikut mendampingi."]
    assert [each["judge"] for each in content["sheets"]] == [cast.external_judge.id]


def test_the_minutes_name_who_presides_and_everything_that_kept_a_judge_away(app, cast):
    edition, agency = lived.edition(), builders.agency("dlhk")
    entry = course.passed(edition, "Gelatik")
    round_ = builders.round_of(edition, state="draft")
    judging.open_round(round_=round_, actor=cast.organiser)
    first, second, inside = cast.external_judge, cast.second_judge, cast.internal_judge
    for judge, role in ((first, SeatRole.CHAIR), (second, SeatRole.MEMBER)):
        judging.seat(round_=round_, judge=judge, role=role, actor=cast.organiser)
    for judge in (first, second):
        lived.give(round_, entry, judge, 4)
    declare(person=second, kind=ConflictKind.COACH, entry=entry, actor=second)
    declare(person=inside, kind=ConflictKind.SUPERVISOR, agency=agency, actor=inside)
    left_on = date(2025, 6, 1)
    judging.leave_agency(person=second, agency=agency, left_on=left_on, actor=second)
    judging.close_round(round_=round_, actor=cast.organiser)
    judging.lock_round(round_=round_, actor=cast.organiser)
    actions.decide_round(round_=round_, actor=cast.organiser)
    kept = actions.keep(edition=edition, kind=SnapshotKind.PROVISIONAL, actor=cast.organiser)

    page = app.jinja_env.get_template("results/papers/_panel.html")
    with app.test_request_context():
        said = page.render(record=Record.of(kept), moment_of=datetime.fromisoformat)

    assert f"Ketua panel: {first.name}." in said
    assert f"{second.name} mundur dari usulan “Gelatik”" in said
    assert "Alasan: pendamping usulan" in said
    assert f"{inside.name} tertutup dari usulan {agency.name}: atasan atau pembina." in said
    assert f"{second.name} tertutup dari usulan {agency.name}: bekerja di sana" in said
