"""A photo as a phone sends it, and what is kept of it: two plain copies, a time, a position.

No database here, and Pillow loads with it: import it where a photo is developed. Copies are drawn
anew from the picture alone, so that nothing hidden in the file (position, device, owner, a second
picture) goes on.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from PIL import ExifTags, Image, ImageOps

from award.core.clock import WITA
from award.visits.positions import Position, position

LONGEST_SIDE = 2048
SMALL_SIDE = 320
QUALITY = 85
LARGEST_PICTURE = 60_000_000
"""Pixels; a picture with more is not unpacked."""


class NoPicture(Exception):
    """The content is no picture that can be read, or one too large."""


@dataclass(frozen=True)
class Photograph:
    """What is kept: JPEG copies, and what the camera noted, in UTC or WITA when it named no zone.

    ``position`` is latitude and longitude in degrees.
    """

    copy: bytes
    small: bytes
    width: int
    height: int
    taken_at: datetime | None
    position: Position | None


def developed(content: bytes) -> Photograph:
    """Read a JPEG or PNG; raises :class:`NoPicture`."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise NoPicture
            noted = picture.getexif()
            upright = _upright(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise NoPicture from fault
    copy = _fitted(upright, LONGEST_SIDE)
    return Photograph(
        copy=_jpeg(copy),
        small=_jpeg(_fitted(upright, SMALL_SIDE)),
        width=copy.width,
        height=copy.height,
        taken_at=_taken_at(noted),
        position=_position(noted),
    )


def _upright(picture: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(picture)
    plain = Image.new("RGB", turned.size, "white")
    layered = turned.convert("RGBA") if turned.mode in ("P", "LA", "RGBA") else None
    plain.paste(layered or turned.convert("RGB"), mask=layered)
    return plain


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    fitted = picture.copy()
    fitted.thumbnail((side, side))
    return fitted


def _jpeg(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()


def _taken_at(noted: Image.Exif) -> datetime | None:
    camera = noted.get_ifd(ExifTags.IFD.Exif)
    written = str(camera.get(ExifTags.Base.DateTimeOriginal, ""))
    zone = str(camera.get(ExifTags.Base.OffsetTimeOriginal, ""))
    with suppress(ValueError):
        return datetime.strptime(f"{written}{zone}", "%Y:%m:%d %H:%M:%S%z")
    with suppress(ValueError):
        return datetime.strptime(written, "%Y:%m:%d %H:%M:%S").replace(tzinfo=WITA)
    return None


def _position(noted: Image.Exif) -> Position | None:
    place = noted.get_ifd(ExifTags.IFD.GPSInfo)
    with suppress(KeyError, TypeError, ValueError, ArithmeticError):
        latitude = _degrees(place[ExifTags.GPS.GPSLatitude])
        longitude = _degrees(place[ExifTags.GPS.GPSLongitude])
        south = place.get(ExifTags.GPS.GPSLatitudeRef) == "S"
        west = place.get(ExifTags.GPS.GPSLongitudeRef) == "W"
        return position(-latitude if south else latitude, -longitude if west else longitude)
    return None


def _degrees(parts: Any) -> Decimal:
    degrees, minutes, seconds = (Decimal(str(float(part))) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
