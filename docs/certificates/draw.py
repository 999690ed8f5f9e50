"""Draws the pictures of this folder: `make pictures`. Needs poppler's pdftoppm."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import product
from pathlib import Path

from PIL import Image

from award.certificates import document
from award.certificates.facts import KINDS, Facts, sample
from award.certificates.printing import designs
from award.certificates.states import SignatureMode
from award.certificates.style import Style
from award.core import typefaces

HERE = Path(__file__).parent
KABUPATEN_BADUNG = "\u1b13\u1b29\u1b38\u1b27\u1b22\u1b3e\u1b26\u1b44\u1b29\u1b24\u1b38\u1b02"
LONG = {
    "recipient": "Dr. dr. Ida Ayu Komang Contoh Pradnyaparamita Kusumadewi, Sp.PK(K)., M.Kes., "
    "FISQua.",
    "innovation": "Sistem Informasi Pemantauan Angkutan Sampah Terpadu Berbasis Peran Serta Banjar "
    "Adat untuk Mengurangi Timbunan Sampah Plastik di Kawasan Pariwisata",
    "issuer": "PEMERINTAH KABUPATEN BADUNG",
    "signer_office": "KEPALA BADAN RISET DAN INOVASI DAERAH",
    "signer_name": "Ir. I Made Contoh Suardana, M.T.",
    "signer_rank": "Pembina Utama Muda",
    "signer_nip": "196809261995031001",
}


def wanted() -> dict[str, tuple[Facts, Style]]:
    """Every kind in every look, then what else a style can ask for."""
    found = {
        f"{look}-{kind}": (sample(kind, look), Style(design=look))
        for look, kind in product(designs.names(), KINDS)
    }
    for look in designs.names():
        member, winner = sample("member", look), sample("winner", look)
        electronic = Style(design=look, signing=SignatureMode.PADES)
        wine = {"accent": "#6d1f2f"} | ({"thread": "#8d3f50"} if look == "modern" else {})
        found |= {
            f"{look}-f4": (winner, Style(design=look, paper="f4")),
            f"{look}-english": (sample("winner", look, "en"), Style(design=look)),
            f"{look}-aksara": (winner, replace(electronic, aksara=KABUPATEN_BADUNG)),
            f"{look}-long": (replace(member, **LONG), Style(design=look, colours=wine)),
        }
    return found


def draw(name: str, facts: Facts, style: Style) -> None:
    """One picture, 1,240 pixels wide on A4."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.pdf")
        page.write_bytes(document.render(facts, style))
        command = ["pdftoppm", "-r", "106", "-png", "-singlefile", page, page.with_suffix("")]
        subprocess.run(command, check=True)  # noqa: S603 - poppler, on a page of ours
        with Image.open(page.with_suffix(".png")) as picture:
            picture.save(HERE / f"{name}.webp", quality=72, method=6)


def main() -> None:
    """Draw them all, or those named."""
    with tempfile.TemporaryDirectory() as faces:
        typefaces.use(Path(faces))
        for name, (facts, style) in wanted().items():
            if not sys.argv[1:] or name in sys.argv[1:]:
                draw(name, facts, style)


if __name__ == "__main__":
    main()
