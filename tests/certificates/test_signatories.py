"""Who signs certificates, and when."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from award.certificates.actions import signatories as actions
from award.certificates.models import Signatory
from award.certificates.signatories import Tenure, named_on, signatories, signer_of, valid_on
from award.core import clock, files
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused
from tests.browsing import Page, Visitor
from tests.cast import Cast
from tests.certificates import finished

Visit = Callable[..., Visitor]
PATH = "/panitia/sertifikat/penanda-tangan"
FORM = {
    "office": "KEPALA BADAN RISET DAN INOVASI DAERAH",
    "name": "Ir. I Made Contoh, M.T.",
    "rank": "Pembina Utama Muda",
    "nip": "19680926 199503 1 001",
    "valid_from": "2026-01-02",
    "valid_until": "",
}


def png(width: int = 40, height: int = 20, kind: str = "PNG", mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, (width, height), "navy").save(target, kind)
    return target.getvalue()


def tenure(start: date, end: date | None = None, **changes: str) -> Tenure:
    facts = {"office": "BUPATI BADUNG", "name": "I Wayan Contoh", **changes}
    return Tenure(valid_from=start, valid_until=end, **facts)


def add(actor: Any, *days: date | None, **changes: str) -> Signatory:
    made = actions.add_signatory(tenure=tenure(*days, **changes), actor=actor)
    db.session.commit()
    return made


def names() -> list[str]:
    return [each.name for each in signatories()]


def test_a_signatory_is_entered_as_printed_and_remembered(cast: Cast, visit: Visit) -> None:
    visitor = visit(cast.organiser)
    assert "Belum ada penanda tangan" in visitor.get(PATH + "/").text
    answer = visitor.post(PATH + "/baru", FORM)
    assert answer.status == 302
    page = visitor.get(answer.location)
    assert page.all("tbody tr") == [
        "KEPALA BADAN RISET DAN INOVASI DAERAH Ir. I Made Contoh, M.T. Pembina Utama Muda "
        "NIP 196809261995031001 sejak 2 Januari 2026 Menjabat Tidak ada"
    ]
    kept = signatories()[0]
    assert signer_of(kept).nip == "196809261995031001"
    act = db.session.scalars(select(Act).order_by(Act.seq.desc())).first()
    assert act is not None
    assert (act.action, act.actor_id) == ("signatory.added", cast.organiser.id)
    assert "Ir. I Made Contoh" in act.content


def test_an_office_is_kept_line_by_line(cast: Cast, visit: Visit) -> None:
    visitor = visit(cast.organiser)
    office = "a.n.  BUPATI BADUNG\r\n\r\n SEKRETARIS DAERAH "
    assert visitor.post(PATH + "/baru", {**FORM, "office": office}).status == 302
    kept = signatories()[0]
    assert signer_of(kept).office == "a.n. BUPATI BADUNG\nSEKRETARIS DAERAH"
    assert visitor.get(f"{PATH}/{kept.id}").fields()["office"] == kept.office
    assert named_on(kept, date(2026, 5, 1)) == (
        "a.n. BUPATI BADUNG SEKRETARIS DAERAH: Ir. I Made Contoh, M.T."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Bagian ini wajib diisi"),
        ({"nip": "123"}, "18 angka"),
        ({"office": "Bupati Badung"}, "tanpa NIP"),
        ({"office": "WAKIL BUPATI BADUNG"}, "tanpa NIP"),
        ({"office": "a.n. BUPATI\nSEKRETARIS DAERAH\nu.b.\nASISTEN"}, "melebihi 3 baris"),
        ({"valid_until": "2026-01-01"}, "Hari terakhir mendahului hari pertama"),
        ({"valid_from": "kapan-kapan"}, "Tulis tanggal"),
        ({"name": "N" * 81}, "80"),
    ],
)
def test_what_cannot_be_a_signatory_stays_in_the_form(
    changes: dict[str, str], sentence: str, cast: Cast, visit: Visit
) -> None:
    page = visit(cast.organiser).post(PATH + "/baru", {**FORM, **changes})
    assert page.status == 422
    assert sentence in page.text
    assert page.fields()["rank"] == FORM["rank"]
    assert names() == []


def test_everything_wrong_is_told_at_once_each_beside_its_field(cast: Cast, visit: Visit) -> None:
    add(cast.organiser, date(2025, 2, 20), office="KEPALA DINAS CONTOH")
    broken = {"name": "", "rank": "{pangkat}", "nip": "123", "office": "Kepala Dinas Contoh"}
    file = (io.BytesIO(b"<svg/>"), "tanda.png")
    page = visit(cast.organiser).post(PATH + "/baru", {**FORM, **broken, "picture": file})
    assert page.status == 422
    sentences = {each["id"]: each.get_text(" ") for each in page.soup.select(".field-errors")}
    for field, sentence in (
        ("name", "Bagian ini wajib diisi"),
        ("rank", "dicetak apa adanya"),
        ("nip", "18 angka"),
        ("valid_from", "memegang jabatan ini sejak 20 Februari 2025"),
        ("picture", "bukan gambar PNG atau JPEG"),
    ):
        assert sentence in sentences.pop(f"{field}-error")
        assert page.soup.select_one(f".error-summary a[href='#{field}']") is not None
    assert sentences == {}
    assert len(page.soup.select(".error-summary li")) == 5


@pytest.mark.parametrize(
    ("start", "end", "clashes"),
    [
        (date(2025, 1, 1), date(2025, 2, 19), False),
        (date(2025, 1, 1), date(2025, 2, 20), True),
        (date(2025, 6, 1), date(2025, 7, 1), True),
        (date(2025, 1, 1), None, True),
        (date(2026, 2, 28), None, True),
        (date(2026, 3, 1), None, False),
    ],
)
def test_an_office_has_one_holder_on_any_day(
    start: date, end: date | None, clashes: bool, app: Flask, cast: Cast
) -> None:
    add(cast.organiser, date(2025, 2, 20), date(2026, 2, 28))
    if clashes:
        with pytest.raises(Invalid, match="memegang jabatan ini dari 20 Februari 2025"):
            add(cast.organiser, start, end, office="bupati  Badung")
    else:
        add(cast.organiser, start, end, office="bupati  Badung")
    add(cast.organiser, start, end, office="WAKIL BUPATI BADUNG")


def test_who_holds_the_office_can_be_corrected_without_clashing_with_oneself(
    cast: Cast, visit: Visit
) -> None:
    kept = add(cast.organiser, date(2025, 2, 20))
    visitor = visit(cast.organiser)
    form = visitor.get(f"{PATH}/{kept.id}").fields()
    assert (form["name"], form["valid_from"]) == ("I Wayan Contoh", "2025-02-20")
    visitor.post(f"{PATH}/{kept.id}", {**form, "name": "I Wayan Contoh, S.E."})
    assert names() == ["I Wayan Contoh, S.E."]


def test_ending_a_term_makes_room_for_the_next(cast: Cast, visit: Visit) -> None:
    kept = add(cast.organiser, date(2025, 2, 20))
    visitor = visit(cast.organiser)
    assert visitor.post(f"{PATH}/{kept.id}/akhiri", {"last_day": "2024-01-01"}).status == 422
    answer = visitor.post(f"{PATH}/{kept.id}/akhiri", {"last_day": "2026-05-10"})
    assert "Masa jabatan I Wayan Contoh diakhiri" in visitor.get(answer.location).text
    add(cast.organiser, date(2026, 5, 11), name="Ni Made Contoh")
    assert [each.name for each in valid_on(date(2026, 5, 10))] == ["I Wayan Contoh"]
    assert [each.name for each in valid_on(date(2026, 5, 11))] == ["Ni Made Contoh"]
    shown = visitor.get(PATH + "/").all("tbody .state")
    assert shown == ["Menjabat", "Sudah berakhir"]


def test_a_certificate_is_signed_by_who_is_in_office_on_its_date(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    late = finished.appoint(finished.BRIDA, valid_from=date(2026, 11, 17))
    form = {"signatory": str(late.id), "dated": "2026-11-16", "place": "Mangupura"}
    visitor, path = visit(cast.organiser), f"/panitia/sertifikat/{edition.id}/juara"
    page = visitor.post(path, {**form, "closing": "", "design": "klasik"})
    assert page.status == 422
    assert "tidak menjabat pada 16 November 2026" in page.text


def test_whoever_signs_at_another_time_is_marked_or_left_out(cast: Cast, visit: Visit) -> None:
    edition = finished.edition()
    finished.appoint(finished.BRIDA, valid_until=date(2026, 11, 8))
    finished.appoint(replace(finished.BRIDA, office="SEKRETARIS"), valid_until=date(2026, 11, 12))
    finished.appoint(replace(finished.BRIDA, office="CAMAT"), valid_from=date(2026, 11, 17))
    page = visit(cast.organiser).get(f"/panitia/sertifikat/{edition.id}/juara")
    assert page.all("#signatory option") == [
        f"BUPATI BADUNG: {finished.REGENT.name}",
        f"CAMAT: {finished.BRIDA.name} (menjabat mulai 17 November 2026)",
        f"SEKRETARIS: {finished.BRIDA.name} (menjabat sampai 12 November 2026)",
    ]


def upload(visitor: Visitor, content: bytes, path: str = "/baru") -> Page:
    file = (io.BytesIO(content), "tanda tangan.png")
    return visitor.post(PATH + path, {**FORM, "picture": file})


def test_a_picture_of_the_signature_is_drawn_anew_and_kept(cast: Cast, visit: Visit) -> None:
    visitor = visit(cast.organiser)
    sent = png() + b"<script>hidden</script>"
    assert upload(visitor, sent).status == 302
    kept = signatories()[0]
    content = files.load(kept.picture)
    assert b"hidden" not in content
    shown = visitor.get(f"{PATH}/{kept.id}/tanda-tangan.png")
    assert shown.response.data == content
    visitor.post(f"{PATH}/{kept.id}", {**FORM, "remove_picture": "y"})
    db.session.refresh(kept)
    assert kept.picture == ""
    assert visitor.get(f"{PATH}/{kept.id}/tanda-tangan.png").status == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "bukan gambar PNG atau JPEG"),
        (b"\x89PNG\r\n\x1a\n broken", "tidak dapat dibaca"),
        (png() + bytes(2 * 1024 * 1024), "paling besar 2 MB"),
        (png(10_000, 10_000, mode="1"), "Gambar ini terlalu besar"),
    ],
    ids=["svg", "broken", "heavy", "megapixels"],
)
def test_other_pictures_are_refused_with_the_reason(
    content: bytes, sentence: str, cast: Cast, visit: Visit
) -> None:
    page = upload(visit(cast.organiser), content)
    assert page.status == 422
    assert sentence in page.text
    assert names() == []


def test_the_list_is_the_organisers(app: Flask, cast: Cast, visit: Visit) -> None:
    kept = add(cast.organiser, clock.today())
    for who in (cast.staff, cast.head, cast.external_judge):
        visitor = visit(who)
        for path in (PATH + "/", PATH + "/baru", f"{PATH}/{kept.id}"):
            assert visitor.get(path).status == 403
        for path in ("/baru", f"/{kept.id}", f"/{kept.id}/akhiri"):
            assert visitor.post(PATH + path, FORM).status == 403
        with pytest.raises(Refused):
            actions.end_signatory(signatory=kept, last_day=clock.today(), actor=who)
    assert names() == ["I Wayan Contoh"]
    assert visit(cast.organiser).get(PATH + "/999").status == 404
