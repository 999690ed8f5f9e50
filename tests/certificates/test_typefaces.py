"""The faces of printed documents: one script each, cut once, and what they cannot print."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from award.certificates.document import FACES
from award.core import typefaces
from award.core.typefaces import AKSARA, LETTERS, Face, MissingFaceError, missing_glyphs

BADUNG = "\u1b29\u1b24\u1b38\u1b02"


def opened(face: Face) -> TTFont:
    return TTFont(io.BytesIO(typefaces.font_bytes(face)))


@pytest.mark.parametrize("face", [face for face in FACES if face.family == "EB Garamond"])
def test_every_letter_that_is_let_through_has_a_shape(face: Face) -> None:
    wanted = {code for low, high in LETTERS for code in range(low, high + 1)}
    assert wanted <= set(opened(face).getBestCmap())


@pytest.mark.parametrize("face", [face for face in FACES if face.balinese])
def test_balinese_script_keeps_what_shapes_it(face: Face) -> None:
    font = opened(face)
    wanted = {code for low, high in AKSARA for code in range(low, high + 1)}
    assert wanted <= set(font.getBestCmap())
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"blwf", "ccmp"} <= features
    assert "mark" in {each.FeatureTag for each in font["GPOS"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("face", [face for face in FACES if not face.balinese])
def test_a_face_is_static_and_small(face: Face) -> None:
    assert "fvar" not in opened(face)
    assert len(typefaces.font_bytes(face)) < 200_000


@pytest.mark.parametrize(
    "name",
    [
        "I Gusti Ayu Nyoman Suryani, S.Kom., M.T.",
        "Ni Luh Šárka Nguyễn",
        "Prof. Kṛṣṇa “Dayu” O’Brien",
    ],
)
def test_names_of_people_can_be_printed(name: str) -> None:
    assert missing_glyphs(name) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Made \U0001f600 \U0001f600", ["\U0001f600"]),
        ("\u202eMade", ["\u202e"]),
        ("Made\u200f \u2066x\u2069", ["\u200f", "\u2066", "\u2069"]),
        ("王 Made", ["王"]),
        ("Made\x00\n", ["\x00", "\n"]),
        ("so\u00adft", ["\u00ad"]),
        (BADUNG, list(BADUNG)),
    ],
)
def test_what_no_face_has_or_nobody_sees_is_named(text: str, missing: list[str]) -> None:
    assert missing_glyphs(text) == missing


def test_balinese_script_has_letters_of_its_own() -> None:
    assert missing_glyphs(BADUNG, AKSARA) == []
    assert missing_glyphs("Badung", AKSARA) == list("Badung")


def test_a_machine_without_balinese_faces_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(typefaces, "SYSTEM_FOLDER", tmp_path)
    face = Face("Noto Serif Balinese", 400)
    assert not face.at_hand
    with pytest.raises(MissingFaceError, match="install fonts-noto-core"):
        _ = face.source
