"""How certificates look is chosen per edition and kind, with a preview beside the form."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from award.certificates.actions import looks as actions
from award.certificates.facts import Facts, sample
from award.certificates.looks import Appearance, look_of, saved_look
from award.certificates.models import Look, Signatory
from award.certificates.printing import contrast, proofs
from award.certificates.recipients import Preparation
from award.certificates.showing import INVENTED_IN_ENGLISH, examples, shown
from award.certificates.states import Kind, SignatureMode
from award.certificates.style import Style
from award.competitions.models import Edition
from award.core import clock, files
from award.core.db import db
from award.core.ledger import Act
from award.core.problems import Invalid, Refused, Stale
from award.entries.states import EntryState
from award.results.states import Outcome
from tests import builders as build
from tests.browsing import Visitor
from tests.cast import Cast
from tests.certificates import finished
from tests.certificates.test_signatories import png
from tests.conftest import NOON

Visit = Callable[..., Visitor]
HARD = "#a8822a"
"""Between what large letters and what all letters need."""
AKSARA = "ᬓᬩᬸᬧᬢᬾᬦ᭄ᬩᬤᬸᬂ"


@pytest.fixture
def edition(app: Flask) -> Edition:
    made = build.edition()
    finished.appoint()
    db.session.commit()
    return made


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Facts, Style, dict[str, bytes]]]:
    """What would be printed, in place of printing it."""
    asked: list[Any] = []

    def note(facts: Facts, style: Style, pictures: Any, _faces: Any, *, as_picture: bool) -> bytes:
        asked.append((facts, style, dict(pictures)))
        return b"PNG" if as_picture else b"%PDF"

    monkeypatch.setattr("award.certificates.views.looks.proof", note)
    return asked


def path(edition: Edition, more: str = "", kind: str = "juara") -> str:
    return f"/panitia/sertifikat/{edition.id}/{kind}/rancangan{more}"


def form(visitor: Visitor, edition: Edition, **changes: Any) -> dict[str, Any]:
    fields = visitor.get(path(edition)).fields("form[data-preview]")
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def chosen(edition: Edition, **changes: Any) -> Appearance:
    return replace(look_of(edition, Kind.WINNER), **changes)


def save(edition: Edition, actor: Any, **changes: Any) -> Look:
    made = actions.save_look(
        preparation=Preparation(edition, Kind.WINNER),
        chosen=chosen(edition, **changes),
        actor=actor,
    )
    db.session.commit()
    return made


def test_what_is_chosen_is_kept_and_remembered(edition: Edition, cast: Cast, visit: Visit) -> None:
    visitor = visit(cast.organiser)
    page = visitor.get(path(edition))
    assert "Yang tampil adalah rancangan bawaan" in page.text
    typed = form(
        visitor,
        edition,
        paper="f4",
        klasik__accent="#701f1f",
        title_id="PIAGAM KEHORMATAN",
        closing_en="Thank you.",
        signatory="1",
        with_aksara="y",
        courtesy="y",
        signing="upload_signed",
    )
    assert typed["closing_id"].startswith("Semoga menjadi teladan")
    answer = visitor.post(path(edition), typed)
    assert "Rancangan tersimpan" in visitor.get(answer.location).text
    kept = look_of(edition, Kind.WINNER)
    assert kept.style == Style(
        paper="f4",
        colours={"accent": "#701f1f"},
        aksara=AKSARA,
        signing=SignatureMode.UPLOAD_SIGNED,
    )
    assert (kept.text("title"), kept.text("closing", "en")) == ("PIAGAM KEHORMATAN", "Thank you.")
    assert (kept.courtesy, kept.version) == (True, 1)
    assert kept.signatory is not None
    assert kept.signatory.name == finished.REGENT.name
    assert look_of(edition, Kind.JUDGE).version == 0
    act = db.session.scalars(select(Act).where(Act.action == "look.saved")).one()
    assert json.loads(act.content)["style"]["paper"] == "f4"
    assert act.actor_id == cast.organiser.id
    assert form(visitor, edition)["title_id"] == "PIAGAM KEHORMATAN"


def test_of_two_who_edit_the_same_look_the_second_overwrites_nothing(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    first, second = visit(cast.organiser), visit(cast.second_organiser)
    mine, theirs = form(first, edition, title_id="SATU"), form(second, edition, title_id="DUA")
    assert first.post(path(edition), mine).status == 302
    page = second.post(path(edition), theirs)
    assert page.status == 409
    assert "Pilihan Anda belum disimpan" in page.text
    assert page.fields("form[data-preview]")["title_id"] == "DUA"
    assert look_of(edition, Kind.WINNER).text("title") == "SATU"
    again = form(second, edition)
    assert again["title_id"] == "SATU"
    assert second.post(path(edition), {**again, "title_id": "DUA"}).status == 302
    assert look_of(edition, Kind.WINNER).version == 2


def test_an_edition_follows_the_last_one_until_somebody_chooses(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    save(edition, cast.organiser, style=Style(paper="f4"))
    next_one = build.edition(year=2027)
    db.session.commit()
    assert look_of(next_one, Kind.WINNER).style.paper == "f4"
    page = visit(cast.organiser).get(path(next_one))
    assert "mengikuti rancangan tahun 2026" in page.text
    save(next_one, cast.organiser, style=Style())
    assert look_of(next_one, Kind.WINNER).style.paper == "a4"
    assert look_of(edition, Kind.WINNER).style.paper == "f4"


def test_a_kind_can_look_like_another_but_keeps_its_title(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    save(edition, cast.organiser, style=Style(paper="f4"), texts={"title": {"id": "JUARA"}})
    answer = visit(cast.organiser).post(
        path(edition, "/salin", "juri"), {"source": "juara", "version": "0"}
    )
    assert answer.location == path(edition, kind="juri")
    copied = look_of(edition, Kind.JUDGE)
    assert (copied.style.paper, copied.text("title")) == ("f4", "")
    page = visit(cast.organiser).post(
        path(edition, "/salin", "juri"), {"source": "juara", "version": "0"}
    )
    assert page.status == 409


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"klasik__accent": "merah"}, "enam angka heksadesimal"),
        ({"klasik__accent": "#fff;}*{x:url(file:///etc/passwd)"}, "heksadesimal"),
        ({"design": "../../etc"}, "Pilih salah satu"),
        ({"paper": "a3"}, "Pilih salah satu"),
        ({"title_id": "J" * 37}, "36"),
        ({"closing_en": "J" * 181}, "180"),
        ({"closing_id": "Selamat, {nama}!"}, "Yang dicetak sendiri di tempatnya: Nama penerima"),
        ({"title_en": "{title}"}, "tidak dapat dipakai di sini"),
        ({"with_aksara": "y", "aksara": "Badung"}, "aksara Bali saja"),
        ({"signing": "demo"}, "Pilih salah satu"),
        ({"signature": "y"}, "Pilih dahulu penanda tangan"),
        ({"signature": "y", "signatory": "1"}, "belum memiliki gambar"),
        ({"signatory": "99"}, "Pilih salah satu"),
    ],
)
def test_what_cannot_be_printed_is_refused_beside_its_field(
    changes: dict[str, str], sentence: str, edition: Edition, cast: Cast, visit: Visit
) -> None:
    visitor = visit(cast.organiser)
    typed = form(visitor, edition, **changes)
    for more in ("", "/pratinjau"):
        page = visitor.post(path(edition, more), typed)
        assert page.status == 422
        assert sentence in page.text
    assert saved_look(edition, Kind.WINNER) is None


def test_a_colour_hard_to_read_is_told_after_saving_and_before_issuing(
    cast: Cast, visit: Visit
) -> None:
    over, visitor = finished.edition(), visit(cast.organiser)
    answer = visitor.post(path(over), form(visitor, over, klasik__honour=HARD))
    sentence = "Warna predikat sulit dibaca di atas putih"
    assert sentence in " ".join(visitor.get(answer.location).all("main > .notice-waiting"))
    page = visitor.get(f"/panitia/sertifikat/{over.id}/juara")
    (told,) = page.all(".notice-waiting ul > li")
    assert sentence in told
    assert page.soup.select_one(f".notice-waiting ul a[href='{path(over)}']") is not None
    assert look_of(over, Kind.WINNER).style.colours == {"honour": HARD}


def test_a_colour_that_nobody_can_read_is_shown_but_not_kept(
    edition: Edition, cast: Cast, visit: Visit, printed: list[Any]
) -> None:
    visitor = visit(cast.organiser)
    typed = form(visitor, edition, klasik__accent="#eeeeee")
    page = visitor.post(path(edition, "/pratinjau.json"), typed)
    assert "Warna bingkai dan judul sulit dibaca" in page.json["warnings"][0]
    page = visitor.post(path(edition), {**typed, "closing_id": "{nama}", "title_en": "J" * 37})
    assert page.status == 422
    assert len(page.soup.select(".error-summary li")) == 3
    assert page.all("#klasik__accent-error li") == [
        "Warna ini tidak terbaca di atas putih. Pilih yang jauh lebih gelap."
    ]
    assert page.fields("form[data-preview]")["klasik__accent"] == "#eeeeee"
    assert saved_look(edition, Kind.WINNER) is None


def test_whose_term_is_over_cannot_be_chosen_and_is_not_kept(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    former = finished.appoint(finished.BRIDA, valid_until=date(2026, 6, 1))
    db.session.commit()
    visitor = visit(cast.organiser)
    assert finished.BRIDA.name not in str(visitor.get(path(edition)).all("#signatory option"))
    with clock.at(NOON), pytest.raises(Invalid, match="tidak menjabat pada 16 November 2026"):
        save(edition, cast.organiser, signatory=former)
    db.session.rollback()
    save(edition, cast.organiser, signatory=db.session.get(Signatory, 1))
    first = db.session.get_one(Signatory, 1)
    first.valid_until = date(2026, 6, 1)
    db.session.commit()
    page = visitor.get(path(edition))
    assert "(menjabat sampai 1 Juni 2026)" in str(page.all("#signatory option[selected]"))
    page = visitor.post(path(edition), form(visitor, edition, title_id="X"))
    assert page.status == 422
    assert "tidak menjabat pada 16 November 2026" in str(page.all("#signatory-error"))


def test_looks_and_preparing_lead_to_each_other(cast: Cast, visit: Visit) -> None:
    over, visitor = finished.edition(), visit(cast.organiser)
    there = f"/panitia/sertifikat/{over.id}/juara"
    page = visitor.get(there)
    assert "Rancangan: Klasik, A4 mendatar" in page.text
    assert page.soup.select_one(f"main a[href='{path(over)}']") is not None
    assert visitor.get(path(over)).soup.select_one(f"main a[href='{there}']") is not None


def test_looks_of_an_open_edition_lead_nowhere_yet(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    page = visit(cast.organiser).get(path(edition))
    there = f"/panitia/sertifikat/{edition.id}/juara"
    assert page.soup.select_one(f"main a[href='{there}']") is None


def test_words_stand_where_the_preview_will_be(edition: Edition, cast: Cast, visit: Visit) -> None:
    page = visit(cast.organiser).get(path(edition))
    assert page.all("[data-preview-state][role=status]") == [
        "Pratinjau sedang disiapkan. Bila tetap kosong, lihat pratinjau PDF di akhir formulir."
    ]
    said = page.soup.select("form[data-preview]")[0]["data-preview-failed"]
    assert "tidak dapat dimuat" in said


def test_an_emblem_is_drawn_anew_shown_and_taken_away(
    edition: Edition, cast: Cast, visit: Visit, printed: list[Any]
) -> None:
    visitor = visit(cast.organiser)
    assert "Lambang negara hanya untuk piagam" in visitor.get(path(edition)).text
    file = (io.BytesIO(png() + b"<script>"), "lambang.png")
    visitor.post(path(edition, "/pratinjau"), form(visitor, edition, emblem=file))
    _facts, style, pictures = printed[-1]
    assert b"<script>" not in pictures[style.emblem]
    assert not files.path_of(style.emblem).exists()
    file = (io.BytesIO(png()), "lambang.png")
    visitor.post(path(edition), form(visitor, edition, emblem=file))
    kept = look_of(edition, Kind.WINNER).style.emblem
    assert visitor.get(path(edition, "/lambang.png")).response.data == files.load(kept)
    visitor.post(path(edition), form(visitor, edition, title_id="X"))
    assert look_of(edition, Kind.WINNER).style.emblem == kept
    visitor.post(path(edition), form(visitor, edition, remove_emblem="y"))
    assert look_of(edition, Kind.WINNER).style.emblem == ""
    svg = (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "lambang.png")
    page = visitor.post(path(edition), form(visitor, edition, emblem=svg))
    assert (page.status, "bukan gambar PNG" in page.text) == (422, True)


def test_the_picture_of_the_signature_is_that_of_whoever_signs(
    edition: Edition, cast: Cast
) -> None:
    mine, other = files.store(png()).sha256, files.store(png(30)).sha256
    signatory = finished.appoint(finished.BRIDA, picture=mine)
    second = finished.appoint(replace(finished.BRIDA, office="KEPALA DINAS"), picture=other)
    plain = look_of(edition, Kind.WINNER)
    assert plain.style_for(signatory).signature == ""
    save(edition, cast.organiser, style=Style(signature=mine), signatory=signatory)
    kept = look_of(edition, Kind.WINNER)
    assert kept.style_for(signatory).signature == mine
    assert kept.style_for(second).signature == other
    assert kept.style_for(None).signature == ""


def test_the_preview_shows_what_is_typed_and_keeps_nothing(
    edition: Edition, cast: Cast, visit: Visit, printed: list[Any]
) -> None:
    visitor = visit(cast.organiser)
    typed = form(visitor, edition, title_id="<b>BARU</b>", signatory="1", klasik__honour="#c9a227")
    page = visitor.post(path(edition, "/pratinjau.json"), typed)
    assert base64.b64decode(page.json["picture"].partition(",")[2]) == b"PNG"
    assert page.json["warnings"] == [
        "Warna predikat sulit dibaca di atas putih. Pilih yang lebih gelap."
    ]
    facts, style, _pictures = printed[-1]
    assert (facts.title, facts.signer_name) == ("<b>BARU</b>", finished.REGENT.name)
    assert style.colours == {"honour": "#c9a227"}
    pdf = visitor.post(path(edition, "/pratinjau"), typed)
    assert pdf.response.mimetype == "application/pdf"
    assert visitor.get(path(edition, "/gambar.png")).response.data == b"PNG"
    assert printed[-1][0].title != "<b>BARU</b>"
    assert saved_look(edition, Kind.WINNER) is None


def test_a_script_is_told_why_there_is_no_preview(
    edition: Edition, cast: Cast, visit: Visit
) -> None:
    visitor = visit(cast.organiser)
    typed = form(visitor, edition, title_id="J" * 40)
    page = visitor.post(
        path(edition, "/pratinjau.json"), typed, headers={"Accept": "application/json"}
    )
    assert (page.status, "36" in page.json["error"]) == (422, True)


def test_a_real_recipient_can_stand_on_the_preview(cast: Cast) -> None:
    over = finished.edition()
    preparation, look = Preparation(over, Kind.WINNER), look_of(over, Kind.WINNER)
    names = examples(preparation, look)
    assert "Dinas Lingkungan Hidup dan Kebersihan" in names
    assert shown(preparation, look, 1).recipient == names[0]
    assert shown(preparation, look, 0).recipient == sample("winner").recipient
    assert shown(preparation, look, 99).recipient == sample("winner").recipient
    english = shown(preparation, look, INVENTED_IN_ENGLISH)
    assert (english.language, english.signer_office) == ("en", "REGENT OF BADUNG")


def test_equal_names_can_be_told_apart_in_the_list_of_the_preview(cast: Cast, visit: Visit) -> None:
    over = finished.edition()
    for title in ("Kompos Contoh", "Bank Sampah Contoh"):
        entry = build.entry(over, build.agency("dlhk"), EntryState.PASSED, title=title)
        finished.decide(entry, Outcome.WINNER, "harapan_1")
    cast.second_judge.name = cast.external_judge.name
    options = visit(cast.organiser).get(path(over)).all("#example option")
    agency = "Dinas Lingkungan Hidup dan Kebersihan"
    assert {f"{agency}, “Kompos Contoh”", f"{agency}, “Gelatik Contoh”"} < set(options)
    judges = visit(cast.organiser).get(path(over, kind="juri")).all("#example option")[2:]
    assert len(set(judges)) == 2
    assert judges[0].startswith(f"{cast.external_judge.name} (400.10.11/001/")


def test_a_process_kept_warm_prints_pictures_and_pdfs(faces: Any) -> None:
    facts, style = sample("winner"), Style()
    picture = proofs.proof(facts, style, {}, faces, as_picture=True)
    with Image.open(io.BytesIO(picture)) as shown_:
        assert shown_.size == (1320, 934)
    process = proofs._press.process
    assert process is not None
    assert proofs.proof(facts, style, {}, faces, as_picture=False).startswith(b"%PDF-")
    assert proofs._press.process is process
    with pytest.raises(ValueError, match="emblem: missing"):
        proofs.proof(facts, Style(emblem="a" * 64), {}, faces, as_picture=True)
    process.kill()
    process.wait()
    assert proofs.proof(facts, style, {}, faces, as_picture=True) == picture


def test_the_preview_shows_emblem_and_signature(faces: Any) -> None:
    pictures = {"e" * 64: square("red"), "5" * 64: square("lime")}
    style = Style(emblem="e" * 64, signature="5" * 64)
    picture = proofs.proof(sample("winner"), style, pictures, faces, as_picture=True)
    with Image.open(io.BytesIO(picture)) as page:
        middles = {colour: middle(page.convert("RGB"), colour) for colour in COLOURS.values()}
    (across, down), (right, low) = middles[COLOURS["red"]], middles[COLOURS["lime"]]
    assert (across, down) == (pytest.approx(0.5, abs=0.02), pytest.approx(0.15, abs=0.1))
    assert (right > 0.6, low > 0.6) == (True, True)


COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0)}


def square(colour: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(target, "PNG")
    return target.getvalue()


def middle(page: Image.Image, colour: tuple[int, int, int]) -> tuple[float, float]:
    """Where a colour stands on the page, as parts of its width and height."""
    content, wanted = page.tobytes(), bytes(colour)
    found = [n // 3 for n in range(0, len(content), 3) if content[n : n + 3] == wanted]
    return (
        sum(n % page.width for n in found) / len(found) / page.width,
        sum(n // page.width for n in found) / len(found) / page.height,
    )


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast.on_white("#ffffff") == pytest.approx(1)
    assert contrast.on_white("#000000") == pytest.approx(21)
    assert contrast.on_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_looks_are_the_organisers(edition: Edition, cast: Cast, visit: Visit) -> None:
    for who in (cast.staff, cast.head, cast.external_judge):
        visitor = visit(who)
        for more in ("", "/gambar.png", "/lambang.png"):
            assert visitor.get(path(edition, more)).status == 403
        for more in ("", "/salin", "/pratinjau", "/pratinjau.json"):
            assert visitor.post(path(edition, more), {"source": "juri"}).status == 403
        with pytest.raises(Refused):
            save(edition, who)
    assert saved_look(edition, Kind.WINNER) is None
    assert visit(cast.organiser).get(path(edition, kind="penari")).status == 404


def test_the_guards_hold_inside_the_action_too(edition: Edition, cast: Cast) -> None:
    with pytest.raises(Invalid):
        save(edition, cast.organiser, style=Style(signing=SignatureMode.DEMO))
    with pytest.raises(Stale):
        save(edition, cast.organiser, version=3)
