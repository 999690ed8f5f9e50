"""Every design holds every kind of certificate on every paper, in both languages."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from itertools import cycle, product
from pathlib import Path
from random import Random

import pikepdf
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import BlockBox

from award.certificates import document
from award.certificates.facts import KINDS, Facts, sample
from award.certificates.printing import designs as shelf
from award.certificates.signing.field import for_signing
from award.certificates.states import SignatureMode
from award.certificates.style import PAPERS, Style
from award.certificates.words import COLOURS
from award.core import typefaces
from tests.certificates.keys import signed_elsewhere

LOOKS = tuple(shelf.names())
OTHERS = [kind for kind in KINDS if kind not in ("winner", "judge")]
CASES = [
    *product(LOOKS, KINDS, PAPERS, ("id",)),
    *product(LOOKS, ("winner", "judge"), ("a4",), ("en",)),
    # The words of the other copies, once each: their looks are tried above.
    *((look, kind, "a4", "en") for look, kind in zip(cycle(LOOKS), OTHERS, strict=False)),
]
MILLIMETRE = 72 / 25.4
"""In points."""
AKSARA = "\u1b13\u1b29\u1b38\u1b27\u1b22\u1b3e\u1b26\u1b44\u1b29\u1b24\u1b38\u1b02"
"""Kabupaten Badung: with a vowel that stands before its consonant, and a stacked pair."""


@dataclass(frozen=True)
class Sheet:
    """A certificate, the paper it is printed on and the file it is kept in."""

    facts: Facts
    paper: str
    path: Path

    @property
    def words(self) -> str:
        """Its text in reading order, every run of white space made one space."""
        return " ".join(asked("pdftotext", "-raw", str(self.path), "-").split())


Press = Callable[..., Sheet]


def asked(*command: str) -> str:
    """What a tool answers."""
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.fixture(scope="session")
def press(kept_faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Prints the sample of a look, a kind, a paper and a language, each only once."""
    folder = tmp_path_factory.mktemp("sheets")

    @cache
    def printed(look: str, kind: str, paper: str, language: str) -> Sheet:
        typefaces.use(kept_faces)
        facts = sample(kind, look, language)
        path = folder / f"{look}-{kind}-{paper}-{language}.pdf"
        path.write_bytes(document.render(facts, Style(design=look, paper=paper)))
        return Sheet(facts, paper, path)

    return printed


@pytest.fixture(params=CASES, ids="-".join)
def sheet(request: pytest.FixtureRequest, press: Press) -> Sheet:
    """Each sample in turn."""
    return press(*request.param)


def test_every_fact_can_be_read_from_the_page(sheet: Sheet) -> None:
    shown, facts = sheet.words, sheet.facts
    for name, field in shelf.load("klasik").fields.items():
        if facts.kind in field.kinds:
            assert str(getattr(facts, name) or "") in shown, name
    words = shelf.words(facts.language, facts.kind)
    assert words["link_only"] in shown
    assert words["specimen"].upper() in shown
    assert "BSrE" not in shown


def test_the_file_is_sound_and_carries_its_fonts(sheet: Sheet) -> None:
    assert "No syntax or stream encoding errors" in asked("qpdf", "--check", str(sheet.path))
    fonts = asked("pdffonts", str(sheet.path)).splitlines()[2:]
    assert len(fonts) >= 4
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in fonts), fonts


def test_it_is_one_tagged_page_with_language_and_title(sheet: Sheet) -> None:
    with pikepdf.open(sheet.path) as pdf:
        assert len(pdf.pages) == 1
        size = [float(side) / MILLIMETRE for side in pdf.pages[0].mediabox[2:]]
        assert size == pytest.approx(PAPERS[sheet.paper], abs=0.05)
        assert str(pdf.Root.Lang) == sheet.facts.language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert sheet.facts.recipient in str(pdf.docinfo.Title)


@pytest.mark.parametrize(("look", "kind", "paper"), [*product(LOOKS, KINDS, PAPERS)])
def test_a_signature_from_elsewhere_is_valid_and_covers_nothing(
    look: str, kind: str, paper: str, kept_faces: Path, tmp_path: Path
) -> None:
    typefaces.use(kept_faces)
    style = Style(design=look, paper=paper, signing=SignatureMode.UPLOAD_SIGNED)
    ours = for_signing(document.render(sample(kind, look), style), style)
    path = tmp_path / "page.pdf"
    path.write_bytes(ours)
    with pikepdf.open(path) as pdf:
        left, bottom, right, top = map(float, pdf.Root.AcroForm.Fields[0].Rect)
        height = float(pdf.pages[0].mediabox[3])
    field = Line(left, height - top, right, height - bottom, "field")
    assert [line.text for line in lines(path) if field.covers(line)] == []
    path.write_bytes(signed_elsewhere(ours))
    said = asked("pdfsig", "-nocert", str(path))
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def test_a_scanned_print_leads_to_the_verification_page(sheet: Sheet, tmp_path: Path) -> None:
    found = zxingcpp.read_barcodes(scanned(sheet.path, tmp_path))
    assert [code.text for code in found] == [sheet.facts.url]


def scanned(path: Path, tmp_path: Path) -> Image.Image:
    """The page as a scanner of 150 dots an inch sees it."""
    page = tmp_path / "scan"
    asked("pdftoppm", "-r", "150", "-gray", "-singlefile", str(path), str(page))
    return Image.open(page.with_suffix(".pgm"))


def read(facts: Facts, style: Style, tmp_path: Path) -> str:
    path = tmp_path / "page.pdf"
    path.write_bytes(document.render(facts, style))
    return Sheet(facts, style.paper, path).words


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("mode", SignatureMode)
def test_only_what_is_signed_electronically_says_so(
    look: str, mode: SignatureMode, tmp_path: Path
) -> None:
    shown = read(sample("winner", look), Style(design=look, signing=mode), tmp_path)
    assert ("Ditandatangani secara elektronik" in shown) is mode.electronic
    assert ("Contoh tanpa tanda tangan" in shown) is (mode is SignatureMode.DEMO)


@pytest.mark.parametrize("look", LOOKS)
def test_an_english_copy_is_marked_and_never_signed(look: str, tmp_path: Path) -> None:
    style = Style(design=look, signing=SignatureMode.PADES)
    original, copy = sample("winner", look), sample("winner", look, "en")
    shown = read(copy, style, tmp_path)
    assert "COURTESY TRANSLATION · SALINAN TERJEMAHAN" in shown
    assert "The Indonesian original, with the same number and code, is signed." in shown
    assert "lectroni" not in shown.replace("not an electronic signature", "")
    assert (copy.number, copy.code) == (original.number, original.code)
    assert "First Place Category: Environment in the One Agency One Innovation" in shown


@pytest.mark.parametrize(
    ("look", "family", "size"),
    [("klasik", "Noto Serif Balinese", 14), ("modern", "Noto Sans Balinese", 13)],
)
def test_a_line_in_balinese_script_is_shaped(
    look: str, family: str, size: float, tmp_path: Path
) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(document.render(sample("winner", look), Style(design=look, aksara=AKSARA)))
    shown = asked("pdftotext", "-raw", str(path), "-")
    assert AKSARA in "".join(shown.split())
    with TTFont(io.BytesIO(typefaces.font_bytes(typefaces.Face(family, 400)))) as font:
        glyphs, unit = font.getBestCmap(), size / font["head"].unitsPerEm
        alone = sum(font["hmtx"][glyphs[ord(letter)]][0] * unit for letter in AKSARA)
    parts = [line for line in lines(path) if "\u1b13" in line.text or "\u1b02" in line.text]
    printed = max(part.right for part in parts) - min(part.left for part in parts)
    assert printed < 0.9 * alone, "each letter for itself takes more room than the shaped line"


def square() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 160, 40)).save(target, "PNG")
    return target.getvalue()


EMBLEM = {"square": square()}


def names(count: int) -> list[str]:
    """Long Balinese names with titles and degrees, some up to the limit, always the same."""
    chance = Random(4)
    before = ["", "Dr. ", "Prof. Dr. ", "Ir. ", "dr. ", "Drs. ", "Dr. dr. ", "Hj. Dra. "]
    castes = ["Ida Bagus", "Ida Ayu", "Anak Agung Gde", "Anak Agung Istri", "I Gusti Ngurah",
              "I Gusti Ayu", "Cokorda Istri", "Dewa Ayu", "Desak Putu", "Ni Luh", "I Wayan",
              "Ngakan Made", "Sang Ayu", "I Dewa Gede"]  # fmt: skip
    order = ["Putu", "Made", "Nyoman", "Ketut", "Komang", "Kadek", "Gede", "Wayan"]
    given = ["Pradnyaparamita", "Kusumadewi", "Widyantari", "Mahendradatta", "Suryaningrat",
             "Wijayakusuma", "Artawidjaja", "Purnamaningsih", "Adnyaswari", "Wirajaya"]  # fmt: skip
    after = ["S.Sos.", "M.Si.", "M.A.P.", "Sp.PK(K).", "M.Kes.", "Ph.D.", "S.STP.", "M.Kom.",
             "Ak., CA.", "Sp.OG(K)-FER.", "M.Hum.", "FISQua.", "S.H., M.H."]  # fmt: skip

    def name() -> str:
        parts = [chance.choice(castes), chance.choice(order)]
        parts += chance.sample(given, chance.randint(2, 6))
        degrees = chance.sample(after, chance.randint(1, 8))
        return (chance.choice(before) + ", ".join([" ".join(parts), *degrees]))[:160]

    return [name() for _ in range(count)]


LONG_TITLE = (
    "Sistem Informasi Pemantauan Angkutan Sampah Terpadu Berbasis Peran Serta Banjar Adat untuk "
    "Mengurangi Timbunan Sampah Plastik di Kawasan Pariwisata Kuta, Legian, Seminyak, Canggu, dan "
    "Nusa Dua Secara Berkelanjutan Bersama Seluruh Masyarakat Adat"
)
CIVIL_SERVANT = {
    "signer_office": "KEPALA BADAN RISET DAN INOVASI DAERAH",
    "signer_name": "Ir. I Made Contoh Suardana, M.T.",
    "signer_rank": "Pembina Utama Muda",
    "signer_nip": "196809261995031001",
}


@pytest.mark.parametrize("look", LOOKS)
def test_five_hundred_long_names_fit(look: str, kept_faces: Path) -> None:
    """All names are set once in one document. Nothing else differs between their certificates,
    so the tallest of each size speak for all, on the paper and under the head that leave least
    room."""
    typefaces.use(kept_faces)
    many, style = names(500), Style(design=look, aksara=AKSARA, emblem="square")
    tallest: dict[int, tuple[float, str]] = {}
    for name, step, height in heights(many, style):
        tallest[step] = max(tallest.get(step, (0.0, "")), (height, name))
    assert len(tallest) > 2
    for _, name in tallest.values():
        facts = replace(sample("winner", look), **{**CIVIL_SERVANT, "recipient": name})
        assert document.check(facts, style, EMBLEM) == [], name


def heights(many: list[str], style: Style) -> Iterator[tuple[str, int, float]]:
    """Each name with its size step and the height that it takes in a style."""
    field = shelf.load(style.design).fields["recipient"]
    steps = [field.size(name, 0) for name in many]
    texts = "".join(
        f'<p class="recipient size-{step}" style="break-inside: avoid">{escape(name)}</p>'
        for name, step in zip(many, steps, strict=True)
    )
    press = document._press_for(style, EMBLEM)
    laid_out = HTML(string=texts).render(font_config=document._fonts(), stylesheets=[press.style])
    found = [
        box.height
        for page in laid_out.pages
        for box in page._page_box.descendants()
        if box.element_tag == "p" and isinstance(box, BlockBox)
    ]
    yield from zip(many, steps, found, strict=True)


LIMITS = {
    name: (("Yang Mulia " * 30)[: field.limit]).strip()
    for name, field in shelf.load("klasik").fields.items()
    if name not in ("year", "number", "code", "url", "signer_nip")
}
WORST = {
    "long": {"recipient": names(500)[7], "innovation": LONG_TITLE},
    "unbroken": {"recipient": "W" * 160, "innovation": "M" * 250},
    "every fact at its limit": {**LIMITS, "number": "9" * 60, "url": "https://" + "x" * 150},
}


@pytest.mark.parametrize("more", WORST.values(), ids=WORST)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("look", LOOKS)
def test_the_longest_facts_stay_apart_and_inside_the_frame(
    look: str, paper: str, more: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "page.pdf"
    facts = replace(sample("winner", look), **{**CIVIL_SERVANT, **more})
    path.write_bytes(document.render(facts, Style(design=look, paper=paper)))
    found = lines(path)
    width, height = PAPERS[paper]
    left = {"klasik": 17, "modern": 70}[look]
    for line in found:
        assert line.left > left * MILLIMETRE, line
        assert line.right < (width - 17) * MILLIMETRE, line
        assert line.top > 8 * MILLIMETRE, line
        assert line.bottom < (height - 15) * MILLIMETRE, line
    assert [(a.text, b.text) for a in found for b in found if a is not b and a.covers(b)] == []
    code = code_of(path, tmp_path)
    assert [line.text for line in found if code.covers(line)] == []


@dataclass(frozen=True)
class Line:
    """What is printed where, in points from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: Line) -> bool:
        """Whether they share paper; ascenders and descenders of neighbours may touch."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        lower = min(self.bottom - self.top, other.bottom - other.top)
        return shared > 0.45 * lower and self.left < other.right and other.left < self.right


def code_of(path: Path, tmp_path: Path) -> Line:
    """The QR code and where it stands."""
    picture = scanned(path, tmp_path)
    found = zxingcpp.read_barcodes(picture)[0]
    first, last = found.position.top_left, found.position.bottom_right
    return Line(*(side * 72 / 150 for side in (first.x, first.y, last.x, last.y)), found.text)


def lines(path: Path) -> list[Line]:
    pattern = r'<line xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</line>'
    printed = asked("pdftotext", "-bbox-layout", str(path), "-")
    return [
        Line(*map(float, line[:4]), " ".join(re.findall(r">([^<]+)</word>", line[4])))
        for line in re.findall(pattern, printed, re.DOTALL)
    ]


def test_every_colour_of_a_design_has_a_name_in_both_languages() -> None:
    labels = {it.label for name in shelf.names() for it in shelf.load(name).colours.values()}
    assert labels == set(COLOURS)
