"""Pictures: turned upright and written anew, pixels only."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageOps

from award.core.neutral.parts import Unclean

MOST_PIXELS = 60_000_000
QUALITY = 92
_TELLING = {0xE1, 0xED, 0xFE}
"""Segments of a JPEG that carry EXIF and XMP, IPTC, and comments."""
_SCAN, _END = 0xDA, 0xD9


def neutral_picture(content: bytes) -> bytes:
    """A JPEG or PNG with nothing but its pixels. Raises ``Unclean`` when it cannot be read."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unclean("too many pixels")
            upright = ImageOps.exif_transpose(picture)
            return _pixels_only(upright, picture.format or "PNG")
    except (OSError, ValueError, SyntaxError, struct.error) as fault:
        raise Unclean(str(fault)) from fault
    except Image.DecompressionBombError as fault:
        raise Unclean(str(fault)) from fault


def _pixels_only(picture: Image.Image, kind: str) -> bytes:
    colours = ("RGB", "L", "CMYK") if kind == "JPEG" else ("RGB", "RGBA", "L", "LA", "1")
    plain = picture if picture.mode in colours else picture.convert(colours[0])
    if picture.mode in ("P", "PA") and kind == "PNG":
        plain = picture.convert("RGBA")
    copy = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    out = io.BytesIO()
    copy.save(out, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    return out.getvalue()


def without_segments(jpeg: bytes) -> bytes:
    """The same JPEG, bit for bit in its picture, without the segments that tell of its maker."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] not in (_SCAN, _END):
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] not in _TELLING:
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])
