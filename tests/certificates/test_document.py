"""Facts become one certificate that people, machines and assistive technology can read."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from award.certificates import document
from award.certificates.facts import (
    Facts,
    Fault,
    UnprintableError,
    faults,
    sample,
    version,
)
from award.certificates.printing import designs as shelf
from award.certificates.style import Style

for tool in ("pdftotext", "pdftoppm", "pdffonts", "qpdf"):
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed", allow_module_level=True)

LONG_NAME = (
    "Unit Pelaksana Teknis Daerah Pengelolaan Persampahan dan Ruang Terbuka Hijau "
    "Kuta Selatan pada Dinas Lingkungan Hidup Badung"
)[:120]
LONG_TITLE = (
    "Sistem Informasi Pemantauan Angkutan Sampah Terpadu Berbasis Peran Serta Banjar Adat untuk "
    "Mengurangi Timbunan Sampah Plastik di Kawasan Pariwisata Kuta, Legian, Seminyak, Canggu, dan "
    "Nusa Dua Secara"
)[:200]
CIVIL_SERVANT = {
    "signer_office": "KEPALA BADAN RISET DAN INOVASI DAERAH",
    "signer_name": "Ir. I Made Contoh Suardana, M.T.",
    "signer_rank": "Pembina Utama Muda",
    "signer_nip": "196809261995031001",
}


def render(facts: Facts, design: str = "klasik") -> bytes:
    return document.render(facts, Style(design=design))


def given(kind: str = "winner", **changes: object) -> Facts:
    return dataclasses.replace(sample(kind), **changes)


def tool(tmp_path: Path, pdf: bytes, *command: str) -> str:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf)
    ran = subprocess.run(
        [part.replace("PDF", str(path)) for part in command], capture_output=True, check=True
    )
    return ran.stdout.decode()


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[[Facts], str]:
    """The words of a rendered certificate with every run of white space made one space."""

    def read(facts: Facts) -> str:
        return " ".join(tool(tmp_path, render(facts), "pdftotext", "-layout", "PDF", "-").split())

    return read


def test_the_decree_stands_above_place_and_date(text_of: Callable[[Facts], str]) -> None:
    shown = text_of(given(decree="Keputusan Nomor 12 tanggal 9 November 2026"))
    decree = shown.index("Berdasarkan Keputusan Nomor 12 tanggal 9 November 2026")
    assert decree < shown.index("Mangupura, 16 November 2026")


def test_the_page_says_that_its_qr_code_is_no_signature(
    text_of: Callable[[Facts], str],
) -> None:
    shown = text_of(sample("winner"))
    assert "QR ini tautan verifikasi, bukan tanda tangan elektronik." in shown
    assert "BSrE" not in shown


def test_a_judge_is_thanked_without_an_innovation(text_of: Callable[[Facts], str]) -> None:
    shown = text_of(given("judge", innovation="Gelatik"))
    assert "atas dedikasi dan peran sertanya sebagai" in shown
    assert "Gelatik" not in shown
    assert "inovasi" not in shown


@pytest.mark.parametrize("office", ["BUPATI BADUNG", "Wakil Bupati Badung"])
def test_an_elected_signer_has_no_nip(office: str, text_of: Callable[[Facts], str]) -> None:
    shown = text_of(given(signer_office=office, signer_nip="196809261995031001"))
    assert "NIP" not in shown


@pytest.mark.parametrize("office", ["Pj. BUPATI BADUNG", "a.n. BUPATI BADUNG, SEKRETARIS DAERAH"])
def test_a_civil_servant_signs_with_rank_and_grouped_nip(
    office: str, text_of: Callable[[Facts], str]
) -> None:
    shown = text_of(given(**{**CIVIL_SERVANT, "signer_office": office}))
    assert "Pembina Utama Muda" in shown
    assert "NIP. 19680926 199503 1 001" in shown


def test_an_office_stands_on_the_lines_it_was_given(tmp_path: Path) -> None:
    office = "a.n. BUPATI BADUNG\n  SEKRETARIS   DAERAH"
    for design in shelf.names():
        pdf = render(given(**{**CIVIL_SERVANT, "signer_office": office}), design)
        lines = tool(tmp_path, pdf, "pdftotext", "-layout", "PDF", "-").splitlines()
        first = next(n for n, line in enumerate(lines) if "a.n. BUPATI BADUNG" in line)
        assert "SEKRETARIS" not in lines[first]
        assert any("SEKRETARIS DAERAH," in line for line in lines[first + 1 : first + 3])


def test_an_office_has_no_more_lines_than_the_design_allows() -> None:
    four = given(signer_office="a.n. BUPATI\nSEKRETARIS DAERAH\nu.b.\nASISTEN")
    assert faults(four) == [Fault("signer_office", "too many lines", 3)]
    assert faults(given(signer_office="a.n. BUPATI\n\nSEKRETARIS DAERAH")) == []
    assert faults(given(place="Mangu\npura")) == []


def test_only_a_specimen_is_marked_as_one(text_of: Callable[[Facts], str]) -> None:
    assert "CONTOH" in text_of(given(demo=True)).upper().replace("I WAYAN CONTOH", "")
    real = given(demo=False, signer_name="I Wayan Wiguna")
    assert "CONTOH" not in text_of(real).upper()


def test_assistive_technology_is_told_language_title_and_structure() -> None:
    with pikepdf.open(io.BytesIO(render(sample("winner")))) as pdf:
        assert str(pdf.Root.Lang) == "id"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        said = pdf.docinfo
        assert "Dinas Lingkungan Hidup dan Kebersihan, Juara I" in str(said.Title)
        assert str(said.Author) == "BUPATI BADUNG"
        assert "7KQM-4TXB-9RNH" in str(said.Keywords)


def test_the_same_facts_give_the_same_bytes_in_any_process(faces: Path) -> None:
    script = (
        "import pathlib, sys; from award.certificates import document, facts;"
        "from award.certificates.style import Style;"
        "from award.core import typefaces;"
        "typefaces.use(pathlib.Path(sys.argv[1]));"
        "sys.stdout.buffer.write(document.render(facts.sample('winner'), Style()))"
    )
    here = render(sample("winner"))
    render(sample("judge"))
    assert render(sample("winner")) == here
    root = Path(document.__file__).parents[2]
    there = subprocess.run(
        [sys.executable, "-c", script, faces], cwd=root, capture_output=True, check=True
    )
    assert there.stdout == here


def test_other_facts_give_another_document_identifier() -> None:
    def identifier(facts: Facts) -> bytes:
        with pikepdf.open(io.BytesIO(render(facts))) as pdf:
            return bytes(pdf.trailer.ID[0])

    assert identifier(given(number="1")) != identifier(given(number="2"))


def test_facts_survive_being_frozen() -> None:
    facts = given(**CIVIL_SERVANT)
    assert Facts.from_dict(facts.to_dict()) == facts


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        'Ida Ayu "Dayu" & I Gede O\'Connor',
        "{{ 7 * 7 }} {% raw %}",
        "</p><img src=x>",
        "Ni Luh Šárka Nguyễn",
    ],
)
def test_markup_in_a_name_is_only_text(name: str, text_of: Callable[[Facts], str]) -> None:
    assert name in text_of(given(recipient=name, innovation=name))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        '"><img src="file:///etc/passwd">',
        "url(http://169.254.169.254/latest)",
        "<link rel=stylesheet href=http://169.254.169.254/x>",
    ],
)
def test_an_address_in_a_fact_is_never_fetched(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    texts = ("recipient", "innovation", "closing", "category", "url")
    pdf = render(given(**dict.fromkeys(texts, address)))
    assert "root:" not in tool(tmp_path, pdf, "pdftotext", "PDF", "-")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages[0].get_images()) == 1
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
        "award:design/../../words.toml",
    ],
)
@pytest.mark.parametrize(
    "markup",
    [
        '<p><img src="{}" alt="x" /></p>',
        "<p style=\"background: url('{}')\">x</p>",
        '<html><head><link rel="stylesheet" href="{}" /></head><body>x</body></html>',
        "<html><head><style>@import '{}';</style></head><body>x</body></html>",
    ],
    ids=["picture", "background", "sheet", "import"],
)
def test_a_design_that_asks_for_anything_else_is_refused(
    markup: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = document._press_for(Style(), {})
    page = shelf._environment().from_string(markup.format(address.replace("'", "%27")))
    hostile = dataclasses.replace(press, design=dataclasses.replace(press.design, page=page))
    monkeypatch.setattr(document, "_press_for", lambda *_: hostile)
    with pytest.raises(UnprintableError, match="design: address not allowed"):
        render(sample("winner"))


def lines_of(tmp_path: Path, pdf: bytes) -> list[tuple[float, float, float, float, str]]:
    """Every printed line as (left, top, right, bottom, text), in points from the top left."""
    found = tool(tmp_path, pdf, "pdftotext", "-bbox-layout", "PDF", "-")
    pattern = r'<line xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</line>'
    return [
        (*map(float, line[:4]), " ".join(re.findall(r">([^<]+)</word>", line[4])))
        for line in re.findall(pattern, found, re.DOTALL)
    ]


@pytest.mark.parametrize("signer", [{}, CIVIL_SERVANT], ids=["regent", "civil servant"])
@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": LONG_NAME, "innovation": LONG_TITLE},
        {"recipient": "W" * 90, "innovation": "M" * 140},
        {"recipient": LONG_NAME, "innovation": None, "predicate": "Juara Harapan III Terbaik"},
        {"closing": ("Semoga menjadi teladan bagi semua perangkat daerah. " * 4)[:180]},
        {"competition": "Lomba Inovasi Pelayanan Publik One Agency One Innovation Daerah " * 2,
         "category": ("Tata Kelola Pemerintahan dan Pelayanan Publik Digital " * 2)[:100]},
    ],
    ids=["long", "unbroken", "airy", "closing", "event"],
)  # fmt: skip
def test_long_facts_stay_apart_on_one_page(
    changes: dict[str, str], signer: dict[str, str], tmp_path: Path
) -> None:
    changes = {name: text and text.strip()[:120 if name == "competition" else None]
               for name, text in changes.items()}  # fmt: skip
    pdf = render(given(**changes, **signer))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
    lines = lines_of(tmp_path, pdf)
    assert all(left > 45 and right < 797 and bottom < 550 for left, _, right, bottom, _ in lines)
    assert overlapping(lines) == []


def overlapping(lines: list[tuple[float, float, float, float, str]]) -> list[tuple[str, str]]:
    """Pairs of lines whose middles (ascenders and descenders may touch) share some paper."""
    pairs = []
    for number, (left, top, right, bottom, text) in enumerate(lines):
        for other_left, other_top, other_right, other_bottom, other in lines[number + 1 :]:
            shared = min(bottom, other_bottom) - max(top, other_top)
            if shared > 0.45 * min(bottom - top, other_bottom - other_top) and (
                left < other_right and other_left < right
            ):
                pairs.append((text, other))
    return pairs


CROWDED = {"recipient": "W" * 160, "innovation": "M" * 250, **CIVIL_SERVANT}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"closing": "W" * 180}, "innovation"),
        ({"innovation": "M" * 100, "closing": "W" * 180, "competition": "W" * 120,
          "category": "M" * 100}, "recipient"),
    ],
)  # fmt: skip
def test_a_page_that_cannot_hold_its_facts_names_the_one_at_fault(
    more: dict[str, str], field: str
) -> None:
    with pytest.raises(UnprintableError) as refusal:
        render(given(**{**CROWDED, **more}))
    assert refusal.value.faults == (Fault(field, "does not fit"),)


def test_letters_that_no_typeface_has_are_named() -> None:
    found = faults(given(recipient="Ni Luh \U0001f338 Ayu 桜", closing="Terima kasih \u0627"))
    assert found == [
        Fault("recipient", "missing glyphs", characters="\U0001f338桜"),
        Fault("closing", "missing glyphs", characters="\u0627"),
    ]


def test_marks_that_turn_or_hide_writing_are_not_printed(text_of: Callable[[Facts], str]) -> None:
    name = "I\u202e Made\u200b Con\u00adtoh\x00 Wi\u2066guna\u2069\nPutra E\u0301"
    assert "I Made Contoh Wiguna Putra É" in text_of(given(recipient=name))


def test_missing_and_overlong_facts_are_named_before_anything_is_printed() -> None:
    facts = given(recipient=" ", number="9" * 61)
    expected = [Fault("number", "too long", 60), Fault("recipient", "missing")]
    assert faults(facts) == expected
    with pytest.raises(UnprintableError) as refusal:
        render(facts)
    assert list(refusal.value.faults) == expected


def test_an_unknown_kind_or_design_is_refused() -> None:
    with pytest.raises(UnprintableError, match="kind: unknown"):
        render(dataclasses.replace(sample("winner"), kind="dancer"))
    with pytest.raises(LookupError, match="passwd"):
        render(sample("winner"), "../../../etc/passwd")


def test_paper_and_colours_are_those_of_the_style() -> None:
    style = Style(paper="f4", colours={"accent": "#7a1f2b"})
    pdf = document.render(sample("winner"), style)
    assert pdf == document.render(sample("winner"), style)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        width, height = (float(side) for side in opened.pages[0].mediabox[2:])
        drawn = opened.pages[0].Contents.read_bytes()
    assert (width, height) == pytest.approx((935.43, 609.45), abs=0.1)
    assert b"0.478431 0.121569 0.168627 rg" in drawn


def test_the_emblem_of_the_style_is_printed() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (40, 40), (200, 10, 10, 128)).save(target, "PNG")
    style = Style(emblem="a" * 64)
    pdf = document.render(sample("winner"), style, {"a" * 64: target.getvalue()})
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages[0].get_images()) == 2


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"paper": "a0"}, "paper: unknown"),
        ({"colours": {"shadow": "#000000"}}, "colours: unknown"),
        ({"colours": {"accent": "url(file:///etc/passwd)"}}, "colours: unknown"),
        ({"colours": {"accent": "#000000;} @import 'http://169.254.169.254'"}}, "colours: unknown"),
        ({"emblem": "a" * 64}, "emblem: missing"),
        ({"signature": "a" * 64}, "signature: missing"),
        ({"aksara": "Kabupaten Badung"}, "aksara: missing glyphs"),
    ],
)
def test_a_style_that_cannot_be_printed_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(UnprintableError, match=fault):
        document.render(sample("winner"), Style(**changes))


def test_designs_are_listed_by_name() -> None:
    assert shelf.names() == ["klasik", "modern"]


def test_a_change_to_a_design_changes_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(shelf.FOLDER, tmp_path / "designs")
    monkeypatch.setattr(shelf, "FOLDER", tmp_path / "designs")
    before = version("klasik")
    assert version("klasik") == before
    page = tmp_path / "designs" / "klasik" / "page.css"
    page.write_text(page.read_text() + "h1 { color: red }")
    assert version("klasik") != before
