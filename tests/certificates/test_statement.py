"""Machines read the same as people, from any site, and never an old state."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from award.certificates import actions, queries
from award.certificates.models import Certificate
from award.certificates.states import CertificateState, SignatureMode
from award.certificates.style import Style
from award.certificates.verifying import badges
from award.core.db import db
from award.core.kept import Stored
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished
from tests.certificates.test_checking_files import ready, superseded

Visit = Callable[..., Visitor]

SIGNATURE = {
    "signer": "I Wayan Contoh",
    "organisation": "Pemkab Badung",
    "issuer": "Penerbit Contoh",
    "time": "2026-05-11T12:00:00+08:00",
    "timestamp": "",
    "level": "PAdES B-B",
    "trusted": True,
    "bsre": True,
}


def read(visit: Visit, certificate: Certificate) -> Any:
    return visit().get(f"/v/{certificate.code}.json").json


def test_a_machine_reads_facts_status_and_digests(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    told = read(visit, certificate)
    assert (told["version"], told["valid"], told["status"]) == (1, True, "valid")
    assert told["facts"]["recipient"] == certificate.facts["recipient"]
    assert told["url"] == certificate.facts["url"]
    assert told["files"] == [
        {"part": "certificate", "sha256": certificate.sha256, "size": certificate.size}
    ]
    assert datetime.fromisoformat(told["issued_at"]).tzinfo is not None
    act = queries.issue_act(certificate.batch_id)
    assert act is not None
    assert told["ledger"]["issued"]["hash"] == act.hash
    assert told["ledger"]["last_of_edition"]["seq"] > act.seq


def test_an_example_that_nobody_signed_is_called_one(app: Flask, visit: Visit) -> None:
    batch = finished.issue(finished.edition(), style=Style(signing=SignatureMode.DEMO))
    certificate = queries.certificates(batch)[0]
    actions.finish(certificate=certificate, stored=Stored("a" * 64, 1000))
    db.session.commit()
    assert read(visit, certificate)["demo"] is True
    assert "bukan dokumen resmi" in visit().get(f"/v/{certificate.code}").text
    assert badges.credential(certificate, "https://award.example")["name"].startswith("Contoh: ")


def test_it_is_the_same_to_whoever_asks_for_json(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    asked = visit().get(f"/v/{certificate.code}", headers={"Accept": "application/json"})
    assert asked.json == read(visit, certificate)
    assert asked.response.headers["Access-Control-Allow-Origin"] == "*"
    page = visit().get(f"/v/{certificate.code}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.response.mimetype == "text/html"
    link = page.soup.select_one("link[rel=alternate]")
    assert link is not None
    assert link["href"] == f"/v/{certificate.code}.json"


def test_every_field_is_described(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    described = (Path(__file__).parents[2] / "docs" / "verification.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", described))
    assert _names(read(visit, certificate)) - named == set()


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_names, value.values()))
    return set().union(*map(_names, value)) if isinstance(value, list) else set()


def test_nothing_is_told_that_is_not_printed(app: Flask, visit: Visit) -> None:
    batch = finished.issue(finished.edition(), signer=finished.BRIDA)
    text = json.dumps(read(visit, queries.certificates(batch)[0]))
    assert "19680926" not in text
    assert "@" not in text


def test_a_revocation_shows_at_once(cast: Cast, visit: Visit) -> None:
    certificate, _content = ready()
    path = f"/v/{certificate.code}.json"
    first = visit().get(path).response
    assert first.headers["Cache-Control"] == "no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    assert visit().get(path, headers=known).status == 304
    build.run("certificate.revoke", certificate, "Data tidak benar.")
    again = visit().get(path, headers=known)
    assert again.status == 200
    assert (again.json["valid"], again.json["status"]) == (False, "revoked")
    assert again.json["status_reason"] == "Data tidak benar."
    assert again.json["badge"] is None


def test_a_correction_leads_both_ways(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    newer = superseded(certificate)
    old, new = read(visit, certificate), read(visit, newer)
    assert (old["status"], old["superseded_by"]["number"]) == ("superseded", newer.number)
    assert old["status_reason"] == "Gelar penerima keliru."
    assert new["replaces"] == {"number": certificate.number, "url": certificate.facts["url"]}
    page = visit().get(f"/v/{newer.code}")
    assert "Piagam ini mengoreksi dan menggantikan" in page.text
    assert page.soup.select_one(f"a[href='/v/{certificate.code}']") is not None


def test_an_unknown_code_has_no_more_to_say(app: Flask, visit: Visit) -> None:
    page = visit().get("/v/7KQM-4TXB-9RNH-0123-ABCD.json")
    assert (page.status, page.json["status"]) == (404, 404)
    assert page.response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        (lambda number: number, True),
        (lambda number: f"  {number.lower()} ", True),
        (lambda number: f"{number}1", False),
    ],
)
def test_a_number_is_compared_with_its_code(
    typed: Callable[[str], str], known: bool, app: Flask, visit: Visit
) -> None:
    certificate, _content = ready()
    asked = {"kode": certificate.code, "nomor": typed(certificate.number)}
    page = visit().get("/verifikasi", query_string=asked)
    assert page.status == (302 if known else 404)
    assert ("nomor dan kode ini bersama-sama" in page.text) is not known


def test_a_number_alone_opens_nothing(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    page = visit().get("/verifikasi", query_string={"kode": "", "nomor": certificate.number})
    assert page.status == 404
    assert certificate.facts["recipient"] not in page.text


def signed_by(mode: SignatureMode, signature: dict[str, Any] | None) -> Certificate:
    batch = finished.issue(finished.edition(), style=Style(signing=mode))
    certificate = queries.certificates(batch)[0]
    certificate.state, certificate.sha256 = CertificateState.READY, "a" * 64
    certificate.signature = signature
    db.session.commit()
    return certificate


BSRE = "sertifikat elektronik yang diterbitkan oleh BSrE"


@pytest.mark.parametrize(
    ("mode", "changes", "said", "unsaid"),
    [
        (SignatureMode.UPLOAD_SIGNED, {}, ["I Wayan Contoh, Pemkab Badung", BSRE], []),
        (SignatureMode.UPLOAD_SIGNED, {"bsre": False}, ["Penerbit Contoh"], [BSRE]),
        (SignatureMode.PADES, {}, ["PAdES B-B", "Penerbit Contoh"], [BSRE, "tidak ada"]),
        (
            SignatureMode.PADES,
            {"trusted": False},
            ["tidak ada dalam daftar yang dipercaya"],
            [BSRE],
        ),
        (SignatureMode.WET, None, ["Ditandatangani dengan pena pada kertas"], [BSRE]),
    ],
)
def test_the_signature_is_told_in_words_and_bsre_only_where_it_signed(
    mode: SignatureMode,
    changes: dict[str, Any] | None,
    said: list[str],
    unsaid: list[str],
    app: Flask,
    visit: Visit,
) -> None:
    certificate = signed_by(mode, None if changes is None else {**SIGNATURE, **changes})
    text = visit().get(f"/v/{certificate.code}").text
    assert [each for each in said if each not in text] == []
    assert [each for each in unsaid if each in text] == []
    told = read(visit, certificate)["signature"]
    assert bool(told and told["bsre"]) == (BSRE in said)


def test_a_certificate_waiting_for_its_signature_says_so(app: Flask, visit: Visit) -> None:
    batch = finished.issue(finished.edition(), style=Style(signing=SignatureMode.PADES))
    certificate = queries.certificates(batch)[0]
    certificate.state, certificate.base_sha256 = CertificateState.UNSIGNED, "b" * 64
    db.session.commit()
    assert "Menunggu tanda tangan" in visit().get(f"/v/{certificate.code}").text
    assert read(visit, certificate)["status"] == "being_signed"


def test_the_minutes_can_be_compared_with_the_ledger(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    text = visit().get(f"/v/{certificate.code}").text
    assert "Edisi ini belum memiliki berita acara." in text
    assert read(visit, certificate)["ledger"]["printed_on_minutes"] is None
    snapshot = _minutes(certificate)
    printed = read(visit, certificate)["ledger"]["printed_on_minutes"]
    assert printed == {"seq": snapshot.ledger_seq, "hash": snapshot.ledger_head}
    text = visit().get(f"/v/{certificate.code}").text
    assert snapshot.ledger_head in text
    assert "Bandingkan nomor dan sidik pada baris terakhir" in text


def test_minutes_that_rest_on_no_act_print_nothing_to_compare(app: Flask, visit: Visit) -> None:
    certificate, _content = ready()
    _minutes(certificate, 0)
    assert read(visit, certificate)["ledger"]["printed_on_minutes"] is None
    assert "tidak lagi sama" not in visit().get(f"/v/{certificate.code}").text


def _minutes(certificate: Certificate, rests_on: int | None = None) -> Any:
    from award.core import clock, ledger
    from award.results.models_record import Snapshot
    from award.results.states import SnapshotKind

    seq, head = ledger.head()
    made = Snapshot(
        edition_id=certificate.edition_id,
        number=1,
        kind=SnapshotKind.FINAL,
        content="{}",
        sha256="c" * 64,
        ledger_seq=seq if rests_on is None else rests_on,
        ledger_head=head,
        made_at=clock.now(),
        made_by_id=Cast().organiser.id,
    )
    db.session.add(made)
    db.session.commit()
    return made
