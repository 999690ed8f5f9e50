"""The winner's page of the classic design, set by Typst from the same faces and drawings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typst

from award.certificates import document
from award.certificates.facts import Facts, texts_of
from award.certificates.printing import designs
from award.core import typefaces
from award.core.printing import qr_png

PAGE = """
#let fact = sys.inputs
#set document(title: fact.title + ": " + fact.recipient, author: fact.issuer)
#set page(width: 297mm, height: 210mm, margin: (x: 30mm, top: 18mm, bottom: 19mm),
  background: pdf.artifact(image("frame-a4.svg", width: 297mm, height: 210mm)))
#set text(font: "EB Garamond", size: 13.5pt, lang: "id", fill: rgb("#141414"))
#set par(leading: .5em, spacing: .6em)
#set align(center)
#show heading: it => text(font: "Cinzel", size: 34pt, weight: 600, tracking: .09em,
  fill: rgb("#0b4f8a"), it.body)
#let lead(body) = text(size: 13pt, style: "italic", body)
#v(6mm)
#pdf.artifact(image("crown.svg", width: 96mm))
#text(font: "Cinzel", size: 12pt, weight: 500, tracking: .24em, fact.issuer)
#heading(fact.title)
#text(size: 12pt, tracking: .05em, "Nomor: " + fact.number)
#v(6mm)
#lead("diberikan kepada")

#text(size: 29pt, weight: 600, fact.recipient)

#lead("sebagai")

#text(font: "Cinzel", size: 25pt, weight: 600, tracking: .06em, fill: rgb("#8a6a0c"),
  fact.predicate)

#text(size: 14pt)[Kategori #fact.category \\ dalam #fact.competition Tahun #fact.year]

#lead("atas inovasi")

#text(size: 18pt, style: "italic", "“" + fact.innovation + "”")

#text(size: 12pt, fact.closing)
#place(bottom + left, box(width: 104mm, align(left, grid(columns: (26mm, 1fr), gutter: 2mm,
  image("qr.png", width: 26mm, alt: "Kode QR menuju halaman verifikasi", scaling: "pixelated"),
  align(bottom, text(font: "Plus Jakarta Sans", size: 6.6pt, weight: 500)[
    #text(size: 9pt, "Kode: " + fact.code) \\ #fact.url \\
    Pindai untuk memeriksa keaslian piagam ini. \\
    QR ini tautan verifikasi, bukan tanda tangan elektronik.])))))
#place(bottom + right, box(width: 96mm, align(center, text(size: 12pt)[
  #text(size: 9.5pt, "Berdasarkan " + fact.decree) \\ #fact.place, #fact.date_text \\
  #text(weight: 600, fact.signer_office + ",") #v(16mm) #text(weight: 600, fact.signer_name)])))
"""


@dataclass
class TypstPage:
    """A folder with the page and what it shows."""

    folder: Path
    facts: Callable[[int], Facts]
    kept: typst.Compiler

    def compile(self, number: int) -> bytes:
        """One page by one call with what Typst does unless told otherwise: it searches the fonts
        of the system too."""
        return self._compile(number, own_fonts_only=False)

    def compile_own_fonts(self, number: int) -> bytes:
        """One page by one call that looks for fonts in the folder alone."""
        return self._compile(number, own_fonts_only=True)

    def _compile(self, number: int, own_fonts_only: bool) -> bytes:
        texts = self._texts(number)
        return typst.compile(
            str(self.folder / "page.typ"),
            font_paths=[str(self.folder)],
            ignore_system_fonts=own_fonts_only,
            sys_inputs=texts,
            pdf_standards=["ua-1"],
        )

    def compile_again(self, number: int) -> bytes:
        """One page by a compiler that has its fonts already."""
        made: bytes = self.kept.compile(sys_inputs=self._texts(number), pdf_standards=["ua-1"])
        return made

    def _texts(self, number: int) -> dict[str, str]:
        facts = self.facts(number)
        (self.folder / "qr.png").write_bytes(qr_png(facts.url))
        return texts_of(facts)


@contextmanager
def page(folder: Path, facts: Callable[[int], Facts]) -> Iterator[TypstPage]:
    """The page with faces cut as for us, in a folder of its own."""
    own = folder / "typst"
    own.mkdir()
    (own / "page.typ").write_text(PAGE)
    loaded = designs.load("klasik")
    for url, (drawing, _media) in loaded.drawn(loaded.palette({})).items():
        (own / url.rpartition("/")[2]).write_bytes(drawing)
    for number, face in enumerate(face for face in document.FACES if not face.balinese):
        (own / f"{number}.ttf").write_bytes(typefaces.font_bytes(face))
    (own / "qr.png").write_bytes(qr_png(facts(0).url))
    kept = typst.Compiler(str(own / "page.typ"), font_paths=[str(own)], ignore_system_fonts=True)
    yield TypstPage(own, facts, kept)
