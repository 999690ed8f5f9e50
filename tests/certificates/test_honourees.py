"""Who is honoured beside an entry: the members of its team, and who replicates it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from award.certificates.actions import honourees as actions
from award.certificates.honourees import honourees_of, team_for
from award.certificates.models import Certificate
from award.certificates.names import faults_of, lines_of
from award.certificates.recipients import recipients
from award.certificates.states import CertificateState, Kind
from award.competitions.models import Edition
from award.competitions.states import EditionState
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from award.entries.models import Entry
from award.entries.states import EntryState
from award.results.states import Outcome
from tests import builders as build
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.certificates import finished

Visit = Callable[..., Visitor]


@pytest.fixture
def edition(app: Flask) -> Edition:
    return finished.edition()


def entry_of(edition: Edition, agency: str = "dlhk") -> Entry:
    query = select(Entry).where(
        Entry.edition_id == edition.id, Entry.agency_id == build.agency(agency).id
    )
    return db.session.scalars(query).first() or pytest.fail(agency)


def names(entry: Entry, kind: Kind = Kind.MEMBER) -> list[str]:
    db.session.rollback()
    return [each.name for each in honourees_of(entry.id) if each.kind == kind]


def name(visitor: Visitor, entry: Entry, *lines: str) -> Page:
    return visitor.post(f"/pd/sertifikat/tim/{entry.id}", {"members": "\r\n".join(lines)})


def test_staff_name_their_team_in_order(edition: Edition, cast: Cast, visit: Visit) -> None:
    visitor, entry = visit(cast.staff), entry_of(edition)
    page = visitor.get("/pd/sertifikat/")
    link = page.soup.select_one(f"a[href='/pd/sertifikat/tim/{entry.id}']")
    assert link is not None
    assert visitor.get(link["href"]).fields()["members"] == "Ayu Contoh"
    answer = name(visitor, entry, "  Wayan Contoh, S.T. ", "Ayu Contoh", "Made Contoh", "", "")
    assert "3 nama tersimpan" in visitor.get(answer.location).text
    wanted = ["Wayan Contoh, S.T.", "Ayu Contoh", "Made Contoh"]
    assert names(entry) == wanted
    assert [each.name for each in recipients(edition, Kind.MEMBER)] == wanted
    assert names(entry, Kind.PARTNER) == ["Desa Contoh"]
    act = db.session.scalars(select(Act).order_by(Act.seq.desc())).first()
    assert act is not None
    assert (act.action, act.subject_id, act.actor_id) == (
        "honourees.named",
        entry.id,
        cast.staff.id,
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Ayu\n\nMade", "Baris 2 kosong"),
        ("Ayu Contoh\nMade\nayu  contoh", "Baris 3 sama dengan baris 1"),
        ("Ayu\x00Contoh", "Baris 1 memuat karakter"),
        ("Ayu \u202eContoh", "Baris 1 memuat karakter"),
        ("A" * 161, "Baris 1 memuat 161 huruf; paling banyak 160"),
        ("\n".join(f"Nama {n}" for n in range(101)), "Paling banyak 100 nama"),
    ],
)
def test_faulty_lines_are_named_one_by_one_and_nothing_changes(
    text: str, sentence: str, edition: Edition, cast: Cast, visit: Visit
) -> None:
    entry = entry_of(edition)
    page = visit(cast.staff).post(f"/pd/sertifikat/tim/{entry.id}", {"members": text})
    assert page.status == 422
    assert sentence in page.text
    assert names(entry) == ["Ayu Contoh"]


def test_names_of_every_script_are_names() -> None:
    assert faults_of(['Ni Luh <b>Ayu</b> "Putu"', "ᬅᬬᬸ", "I Gst. Ngr. Contoh, S.T., M.T."]) == []
    assert lines_of("  \n \n") == []


def test_whoever_has_a_certificate_stays(edition: Edition, cast: Cast, visit: Visit) -> None:
    entry, visitor = entry_of(edition), visit(cast.staff)
    name(visitor, entry, "Ayu Contoh", "Made Contoh")
    finished.issue(edition, Kind.MEMBER)
    before = {each.name: each.id for each in honourees_of(entry.id)}
    page = name(visitor, entry, "Ayu Baru", "Made Contoh")
    assert (page.status, "Ayu Contoh sudah memiliki piagam" in page.text) == (422, True)
    assert name(visitor, entry, "Wayan Contoh", "Made Contoh", "Ayu Contoh").status == 302
    after = {each.name: each.id for each in honourees_of(entry.id)}
    assert {who: after[who] for who in before} == before
    assert sorted(names(entry)) == ["Ayu Contoh", "Made Contoh", "Wayan Contoh"]
    assert [each.name for each in recipients(edition, Kind.MEMBER)][-1] == "Wayan Contoh"


def test_a_name_with_a_certificate_is_respelt_in_its_line_and_corrected(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    entry = entry_of(edition)
    batch = finished.issue(edition, Kind.MEMBER)
    db.session.execute(update(Certificate).values(state=CertificateState.FAILED))
    db.session.commit()
    certificate = db.session.scalars(select(Certificate).filter_by(batch_id=batch.id)).one()
    visitor = visit(cast.organiser)
    stuck = visitor.get(f"/panitia/sertifikat/terbitan/piagam/{certificate.id}/koreksi")
    assert f"/panitia/sertifikat/nama-tim/{entry.id}" in str(stuck.soup.main)
    form = {"members": "Ayu Contoh, S.Kom.", "partners": "Desa Contoh"}
    visitor.post(f"/panitia/sertifikat/nama-tim/{entry.id}", form)
    assert names(entry) == ["Ayu Contoh, S.Kom."]
    page = visitor.get(f"/panitia/sertifikat/terbitan/piagam/{certificate.id}/koreksi")
    assert "Ayu Contoh, S.Kom." in page.text
    act = db.session.scalars(select(Act).order_by(Act.seq.desc())).first()
    assert act is not None
    assert "Ayu Contoh, S.Kom." in act.content


def test_teams_are_named_for_the_best_unless_the_edition_wants_all(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    visitor, entry = visit(cast.outsider), entry_of(edition, "kec-petang")
    assert "Banjar Contoh" not in visitor.get("/pd/sertifikat/").text
    assert "hanya diisi untuk usulan juara dan finalis" in name(visitor, entry, "Ayu").text
    edition.settings = replace(edition.settings, teams_of_all=True)
    db.session.commit()
    assert "Banjar Contoh" in visitor.get("/pd/sertifikat/").text
    name(visitor, entry, "Ayu")
    assert names(entry) == ["Ayu"]


def test_an_agency_learns_nothing_before_publication(cast: Cast, visit: Visit) -> None:
    edition = finished.edition(EditionState.FROZEN)
    visitor, entry = visit(cast.staff), entry_of(edition)
    assert "Gelatik" not in visitor.get("/pd/sertifikat/").text
    assert visitor.get(f"/pd/sertifikat/tim/{entry.id}").status == 404


def test_the_entries_of_others_are_unknown(edition: Edition, cast: Cast, visit: Visit) -> None:
    entry = entry_of(edition)
    for who in (cast.other_staff, cast.external_judge, cast.organiser):
        assert name(visit(who), entry, "X").status == 404
        with pytest.raises(Refused):
            actions.name_team(team=_team(entry), names=["X"], actor=who)
    assert name(visit(cast.head), entry, "X").status == 403
    for who in (cast.staff, cast.external_judge):
        for path in (
            f"/{edition.id}/nama-tim",
            f"/{edition.id}/nama-tim.csv",
            f"/nama-tim/{entry.id}",
        ):
            assert visit(who).get(f"/panitia/sertifikat{path}").status == 403
    assert names(entry) == ["Ayu Contoh"]


def _team(entry: Entry) -> Any:
    return team_for(Cast().organiser, entry.id)


def test_organisers_correct_members_and_add_partners(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    visitor, entry = visit(cast.organiser), entry_of(edition)
    path = f"/panitia/sertifikat/nama-tim/{entry.id}"
    form = visitor.get(path).fields()
    assert form == {"members": "Ayu Contoh", "partners": "Desa Contoh"}
    visitor.post(path, {**form, "partners": "Desa Contoh\nDesa Lain Contoh"})
    assert names(entry, Kind.PARTNER) == ["Desa Contoh", "Desa Lain Contoh"]
    page = visitor.get(f"/panitia/sertifikat/{edition.id}/nama-tim")
    row = "Gelatik Contoh Dinas Lingkungan Hidup dan Kebersihan Juara 1 2"
    assert f"{row} {entry.id}" in page.all("tbody tr")
    page = visitor.post(path, {"members": "A\nA", "partners": "B"})
    assert (page.status, "Baris 2 sama dengan baris 1" in page.text) == (422, True)
    assert names(entry, Kind.PARTNER) == ["Desa Contoh", "Desa Lain Contoh"]


def test_an_organiser_keeps_off_entries_of_the_own_agency(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    own = build.entry(edition, build.agency("brida"), EntryState.PASSED, title="Riset Contoh")
    finished.decide(own, Outcome.WINNER, "juara_3")
    finished.honour(own, Kind.MEMBER, "Nama Terikat")
    db.session.commit()
    visitor = visit(cast.organiser)
    sheet = visitor.get(f"/panitia/sertifikat/{edition.id}/nama-tim.csv").response.data.decode()
    assert ("Ayu Contoh" in sheet, "Nama Terikat" in sheet) == (True, False)
    assert visitor.get(f"/panitia/sertifikat/nama-tim/{own.id}").status == 403
    page = visitor.get(f"/panitia/sertifikat/{edition.id}/nama-tim")
    assert "panitia lain yang mengisi" in page.text
    assert page.soup.select_one(f"a[href$='nama-tim/{own.id}']") is None
    page = upload(visitor, edition, f"nomor,jenis,nama\n{own.id},anggota,Ayu\n")
    assert (page.status, "terikat dengan Anda" in page.text) == (422, True)
    with pytest.raises(Refused):
        actions.add_honourees(
            edition=edition, named=[(own.id, Kind.MEMBER, "Ayu")], actor=cast.organiser
        )
    assert names(own) == ["Nama Terikat"]


def upload(visitor: Visitor, edition: Edition, text: str | bytes) -> Page:
    content = text if isinstance(text, bytes) else text.encode("utf-8-sig")
    path = f"/panitia/sertifikat/{edition.id}/nama-tim"
    return visitor.post(path, {"file": (io.BytesIO(content), "tim.csv")})


def test_a_table_adds_names_to_many_entries(edition: Edition, cast: Cast, visit: Visit) -> None:
    visitor, first, second = visit(cast.organiser), entry_of(edition), entry_of(edition, "dinkes")
    table = (
        "nomor;judul;perangkat_daerah;jenis;nama\r\n"
        f"{first.id};;;anggota;Made Contoh\r\n"
        ";vaksin  contoh;;Mitra;'=Desa Contoh\r\n"
        f"{first.id};;;anggota;ayu contoh\r\n"
        ";;;;\r\n"
    )
    answer = upload(visitor, edition, table)
    assert "2 nama baru; 1 sudah ada sebelumnya" in visitor.get(answer.location).text
    assert names(first) == ["Ayu Contoh", "Made Contoh"]
    assert names(second, Kind.PARTNER) == ["=Desa Contoh"]
    sheet = visitor.get(f"/panitia/sertifikat/{edition.id}/nama-tim.csv").response.data.decode()
    assert f"{second.id},Vaksin Contoh,Dinas Kesehatan,mitra,'=Desa Contoh" in sheet
    again = upload(visitor, edition, sheet)
    assert "0 nama baru; 4 sudah ada" in visitor.get(again.location).text


def test_a_faulty_table_adds_nothing_and_tells_each_line(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    visitor, entry = visit(cast.organiser), entry_of(edition)
    page = upload(
        visitor,
        edition,
        "judul,jenis,nama\nGelatik Contoh,anggota,Made\nTak Ada,anggota,Ayu\n"
        "Gelatik Contoh,penari,Ayu\nGelatik Contoh,mitra,\nGelatik Contoh,anggota,made\n",
    )
    assert page.status == 422
    for sentence in (
        "Baris 3 menyebut usulan “Tak Ada” yang tidak ada",
        "Baris 4 memuat jenis selain",
        "Baris 5 kosong",
        "Baris 6 sama dengan baris 2",
    ):
        assert sentence in page.text
    assert names(entry) == ["Ayu Contoh"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "harus memuat nama kolom"),
        (b"nama\nAyu\n", "harus memuat nama kolom"),
        (b"judul,jenis,nama\n", "tidak memuat satu nama pun"),
        (b"\xff\xfe\x00\x01PK", "bukan CSV"),
        (b'judul,jenis,nama\n"x"y,anggota,z\n', "tidak dapat dibaca"),
        (b"x" * (1024 * 1024 + 1), "lebih dari 1 MB"),
    ],
)
def test_other_files_are_refused(
    content: bytes, sentence: str, edition: Edition, cast: Cast, visit: Visit
) -> None:
    page = upload(visit(cast.organiser), edition, content)
    assert (page.status, sentence in page.text) == (422, True)


def test_too_many_names_from_a_table_are_refused_too(edition: Edition, cast: Cast) -> None:
    entry = entry_of(edition)
    named = [(entry.id, Kind.MEMBER, f"Nama {n}") for n in range(100)]
    with pytest.raises(Invalid, match="Paling banyak 100"):
        actions.add_honourees(edition=edition, named=named, actor=cast.organiser)


def test_the_list_costs_the_same_for_few_and_many(
    edition: Edition, cast: Cast, visit: Visit, statements: Callable[..., Any]
) -> None:
    visitor, costs = visit(cast.organiser), []
    for _ in range(2):
        with statements() as sent:
            assert visitor.get(f"/panitia/sertifikat/{edition.id}/nama-tim").status == 200
        costs.append(len(sent))
        for _entry in range(6):
            entry = build.entry(edition, build.agency("dlhk"), EntryState.PASSED)
            finished.decide(entry, Outcome.WINNER, "harapan_1")
            finished.honour(entry, Kind.MEMBER, "Ayu")
    assert costs[0] == costs[1]


def test_only_teams_of_entries_that_were_decided_are_honoured(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    undecided = build.entry(edition, build.agency("kec-kuta"), EntryState.PASSED, title="Didisk")
    for entry in (undecided, entry_of(edition, "kec-petang")):
        finished.honour(entry, Kind.MEMBER, f"Anggota {entry.title}")
        finished.honour(entry, Kind.PARTNER, f"Mitra {entry.title}")
    db.session.commit()

    def honoured(kind: Kind) -> list[str]:
        return sorted(each.name for each in recipients(edition, kind))

    assert honoured(Kind.MEMBER) == ["Ayu Contoh"]
    assert honoured(Kind.PARTNER) == ["Desa Contoh", "Mitra Banjar Contoh"]
    edition.settings = replace(edition.settings, teams_of_all=True)
    assert honoured(Kind.MEMBER) == ["Anggota Banjar Contoh", "Ayu Contoh"]
    path = f"/panitia/sertifikat/{edition.id}/nama-tim.csv"
    assert "Didisk" not in visit(cast.organiser).get(path).response.data.decode()


def test_names_wait_for_whoever_issues(
    edition: Edition, cast: Cast, statements: Callable[..., Any]
) -> None:
    team = team_for(cast.organiser, entry_of(edition).id)
    assert team is not None
    with statements() as sent:
        actions.correct_team(team=team, kind=Kind.MEMBER, names=["Made"], actor=cast.organiser)
    asked = [sql for sql in sent if sql.startswith("SELECT")]
    held = next(
        n for n, sql in enumerate(asked) if sql.startswith("SELECT edition.id \nFROM edition")
    )
    read = next(n for n, sql in enumerate(asked) if "FROM certificate" in sql)
    assert held < read
