"""What is kept of a photo: a plain picture, its time, and nothing hidden."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PIL import Image

from award.visits.photographs import LONGEST_SIDE, NoPicture, developed
from award.visits.positions import position
from tests.visits.fieldwork import picture


def test_time_and_place_are_read_and_nothing_of_them_stays_in_the_copies() -> None:
    kept = developed(picture())
    assert kept.taken_at == datetime(2026, 5, 7, 2, 15, tzinfo=UTC)
    assert kept.position == (Decimal("-8.60000"), Decimal("115.21000"))
    for copy in (kept.copy, kept.small):
        with Image.open(io.BytesIO(copy)) as opened:
            assert dict(opened.getexif()) == {}
            assert "exif" not in opened.info
        assert b"Kamera Contoh" not in copy


def test_a_photo_stands_upright_as_the_camera_was_held() -> None:
    kept = developed(picture(size=(64, 48)))
    assert (kept.width, kept.height) == (48, 64)


def test_large_photos_are_made_smaller_and_small_ones_stay() -> None:
    large = developed(picture(exif=False, size=(4000, 3000)))
    assert (large.width, large.height) == (LONGEST_SIDE, 1536)
    assert developed(picture(exif=False)).width == 64


def test_a_picture_with_clear_parts_is_laid_on_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(developed(clear.getvalue()).copy)) as opened:
        assert opened.getpixel((1, 1)) == (255, 255, 255)


def test_without_notes_of_the_camera_neither_time_nor_place_is_invented() -> None:
    kept = developed(picture(exif=False, kind="PNG"))
    assert (kept.taken_at, kept.position) == (None, None)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe0 no picture", picture()[:200], b"GIF89a"]
)
def test_what_cannot_be_read_is_no_picture(content: bytes) -> None:
    with pytest.raises(NoPicture):
        developed(content)


@pytest.mark.parametrize(
    ("latitude", "longitude", "found"),
    [
        ("-8.5812345", "115.1712345", (Decimal("-8.58123"), Decimal("115.17123"))),
        ("90", "-180", (Decimal("90.00000"), Decimal("-180.00000"))),
        ("90.1", "0", None),
        ("0", "181", None),
        ("nan", "0", None),
        ("inf", "0", None),
        ("delapan", "0", None),
    ],
)
def test_a_place_is_on_earth_or_none(latitude: str, longitude: str, found: object) -> None:
    assert position(latitude, longitude) == found
