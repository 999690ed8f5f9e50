"""Who may do what with certificates: action x person x state, by the registered rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_login import AnonymousUserMixin
from sqlalchemy import select

from award.certificates import actions, queries
from award.certificates.models import Certificate
from award.certificates.recipients import Preparation
from award.certificates.states import CertificateState, Kind
from award.competitions.states import EditionState
from award.core.access import can
from award.core.db import db
from award.core.files import store
from award.entries.models import Entry
from award.entries.states import EntryState
from award.results.states import Outcome
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import PEOPLE, Cast
from tests.certificates import finished

Visit = Callable[..., Visitor]
E, S = EditionState, CertificateState
ORGANISERS = {"organiser", "second_organiser"}
JUDGES = {"internal_judge", "external_judge", "second_judge"}
DLHK = {"staff", "colleague", "head"}
AGENCIES = {*DLHK, "other_staff", "other_head", "outsider"}
NOBODY: set[str] = set()
TEAM_MEMBER = "Member of the Innovation Team 2026"
EVERYONE = [*PEOPLE, "anonymous"]

EDITION_TABLE = [
    ("certificate:manage", E.DRAFT, NOBODY),
    ("certificate:manage", E.OPEN, NOBODY),
    ("certificate:manage", E.FROZEN, ORGANISERS),
    ("certificate:manage", E.PUBLISHED, ORGANISERS),
    ("certificate:prepare", E.OPEN, NOBODY),
    ("certificate:prepare", E.FROZEN, ORGANISERS),
    ("certificate:issue", E.OPEN, NOBODY),
    ("certificate:issue", E.FROZEN, NOBODY),
    ("certificate:issue", E.PUBLISHED, ORGANISERS),
]

CERTIFICATE_TABLE = [
    # action, state, whose, who
    ("certificate:read", S.QUEUED, Kind.WINNER, ORGANISERS),
    ("certificate:read", S.REVOKED, Kind.JUDGE, ORGANISERS),
    ("certificate:retry", S.FAILED, Kind.WINNER, ORGANISERS),
    ("certificate:retry", S.QUEUED, Kind.WINNER, NOBODY),
    ("certificate:retry", S.READY, Kind.WINNER, NOBODY),
    ("certificate:revoke", S.READY, Kind.WINNER, ORGANISERS),
    ("certificate:revoke", S.QUEUED, Kind.WINNER, NOBODY),
    ("certificate:revoke", S.UNSIGNED, Kind.WINNER, ORGANISERS),
    ("certificate:revoke", S.FAILED, Kind.WINNER, ORGANISERS),
    ("certificate:revoke", S.SUPERSEDED, Kind.WINNER, NOBODY),
    ("certificate:revoke", S.REVOKED, Kind.WINNER, NOBODY),
    ("certificate:own", S.READY, Kind.WINNER, DLHK),
    ("certificate:own", S.QUEUED, Kind.WINNER, NOBODY),
    ("certificate:own", S.FAILED, Kind.WINNER, NOBODY),
    ("certificate:own", S.REVOKED, Kind.WINNER, NOBODY),
    ("certificate:own", S.READY, Kind.JUDGE, {"second_judge"}),
    ("certificate:own", S.REVOKED, Kind.JUDGE, NOBODY),
]


def allowed(action: str, target: Any, cast: Cast) -> set[str]:
    people = {who: getattr(cast, who) for who in PEOPLE}
    people["anonymous"] = AnonymousUserMixin()
    return {who for who in EVERYONE if can(action, target, people[who])}


def first_of(kind: Kind) -> Certificate:
    return queries.certificates(finished.issue(finished.edition(), kind))[0]


def into(certificate: Certificate, state: CertificateState) -> None:
    certificate.state = state
    certificate.sha256 = "a" * 64
    db.session.commit()


def test_editions_have_certificates_once_their_results_stand(cast: Cast) -> None:
    edition = finished.edition()
    with db.session.no_autoflush:
        for action, state, who in EDITION_TABLE:
            edition.state = state
            preparing = action == "certificate:prepare"
            target = Preparation(edition, Kind.WINNER) if preparing else edition
            assert allowed(action, target, cast) == who, (action, state)
    db.session.rollback()


@pytest.mark.parametrize("kind", [Kind.WINNER, Kind.JUDGE])
def test_certificates_are_read_by_those_whom_they_concern(kind: Kind, cast: Cast) -> None:
    certificate = first_of(kind)
    with db.session.no_autoflush:
        for action, state, whose, who in CERTIFICATE_TABLE:
            if whose == kind:
                certificate.state = state
                assert allowed(action, certificate, cast) == who, (action, state)
    db.session.rollback()


def test_each_list_is_for_its_role(app: Flask, cast: Cast) -> None:
    assert allowed("certificate:list", None, cast) == ORGANISERS
    assert allowed("certificate:list_of_agency", None, cast) == AGENCIES
    assert allowed("certificate:list_of_judge", None, cast) == JUDGES


@pytest.mark.parametrize(
    ("kind", "who", "status"),
    [
        (Kind.WINNER, "staff", 200),
        (Kind.WINNER, "head", 200),
        (Kind.WINNER, "other_head", 404),
        (Kind.WINNER, "external_judge", 404),
        (Kind.WINNER, "organiser", 404),
        (Kind.WINNER, None, 401),
        (Kind.JUDGE, "second_judge", 200),
        (Kind.JUDGE, "external_judge", 404),
        (Kind.JUDGE, "staff", 404),
    ],
)
def test_a_pdf_is_unknown_to_everyone_whom_it_does_not_honour(
    kind: Kind, who: str | None, status: int, app: Flask, cast: Cast, visit: Visit
) -> None:
    certificate = first_of(kind)
    actions.finish(certificate=certificate, stored=store(b"%PDF-1.7 isi"))
    page = visit(getattr(cast, who) if who else None).get(f"/sertifikat/{certificate.id}.pdf")
    assert page.status == status
    assert (page.response.data == b"%PDF-1.7 isi") is (status == 200)


def test_the_lists_show_ones_own_and_nothing_else(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    finished.issue(edition, Kind.WINNER)
    finished.issue(edition, Kind.JUDGE)
    mine = visit(cast.head).get("/pd/sertifikat/").text
    assert "Gelatik Contoh" in mine
    assert "Vaksin Contoh" not in mine
    assert "Belum ada piagam" in visit(cast.outsider).get("/pd/sertifikat/").text
    judges = visit(cast.second_judge).get("/juri/sertifikat/").text
    assert cast.second_judge.name in judges
    assert cast.external_judge.name not in judges
    assert "Belum ada piagam" in visit(cast.internal_judge).get("/juri/sertifikat/").text


def test_ones_own_are_in_the_order_of_kinds_then_of_names(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    entry = db.session.scalars(select(Entry).where(Entry.title == "Gelatik Contoh")).one()
    finished.honour(entry, Kind.MEMBER, "Agus Contoh")
    for kind in (Kind.PARTNER, Kind.MEMBER, Kind.WINNER):
        finished.issue(edition, kind)
    old = build.edition(year=2025, state=E.PUBLISHED)
    honoured = build.entry(old, build.agency("dlhk"), EntryState.PASSED, title="Lama Contoh")
    finished.decide(honoured, Outcome.WINNER, "juara_3")
    finished.issue(old, Kind.WINNER, dated=date(2025, 11, 16))
    page = visit(cast.head).get("/pd/sertifikat/")
    assert page.all("main .card-title") == [
        "Juara I 2026",
        "Anggota Tim Inovasi 2026",
        "Anggota Tim Inovasi 2026",
        "Mitra Replikasi 2026",
        "Juara III 2025",
    ]
    english = visit(cast.head, language="en").get("/pd/sertifikat/")
    assert english.all("main .card-title")[:2] == ["First Place 2026", TEAM_MEMBER]
    names = [line for line in page.all("main .card p") if "Nomor" in line]
    assert [line.partition(",")[0] for line in names[1:3]] == ["Agus Contoh", "Ayu Contoh"]


@pytest.mark.parametrize("who", ["staff", "head", "external_judge"])
def test_the_organisers_pages_are_closed_to_others(who: str, cast: Cast, visit: Visit) -> None:
    certificate = first_of(Kind.WINNER)
    into(certificate, S.READY)
    edition, batch = certificate.edition_id, certificate.batch_id
    visitor = visit(getattr(cast, who))
    issued = "/panitia/sertifikat/terbitan"
    for path in (
        "/panitia/sertifikat/",
        f"/panitia/sertifikat/{edition}",
        f"/panitia/sertifikat/{edition}/finalis",
        f"{issued}/{batch}",
        f"{issued}/{batch}/kemajuan",
        f"{issued}/{batch}/zip",
        f"{issued}/{batch}/zip/kemajuan",
        f"{issued}/{batch}/cetak/kemajuan",
        f"{issued}/{batch}/cetak/nama/polos.pdf",
        f"{issued}/{batch}/tanda-tangan",
        f"{issued}/{batch}/belum-bertanda-tangan.zip",
        f"{issued}/{batch}/belum-bertanda-tangan/kemajuan",
        f"{issued}/{batch}/kunci-instansi",
        f"{issued}/{batch}/kunci-instansi/kemajuan",
        f"{issued}/piagam/{certificate.id}",
        f"{issued}/piagam/{certificate.id}.pdf",
        f"{issued}/piagam/{certificate.id}/koreksi",
    ):
        page = visitor.get(path)
        assert page.status == 403, path
        assert "Gelatik" not in page.text
    for path in (
        f"/panitia/sertifikat/{edition}/finalis",
        f"/panitia/sertifikat/{edition}/finalis/pratinjau",
        f"{issued}/{batch}/ulangi",
        f"{issued}/{batch}/siapkan",
        f"{issued}/{batch}/cetak",
        f"{issued}/{batch}/tanda-tangan",
        f"{issued}/{batch}/belum-bertanda-tangan",
        f"{issued}/{batch}/kunci-instansi",
        f"{issued}/piagam/{certificate.id}/cabut",
    ):
        assert visitor.post(path, {"reason": "x"}).status == 403, path
    db.session.refresh(certificate)
    assert certificate.state == S.READY


def test_nobody_learns_of_what_does_not_exist(app: Flask, cast: Cast, visit: Visit) -> None:
    edition, visitor = finished.edition(), visit(cast.organiser)
    for path in (
        "/panitia/sertifikat/999",
        f"/panitia/sertifikat/{edition.id}/penari",
        "/panitia/sertifikat/terbitan/999",
        "/panitia/sertifikat/terbitan/999/zip",
        "/panitia/sertifikat/terbitan/piagam/999",
    ):
        assert visitor.get(path).status == 404, path
