"""Emblems and signatures as people upload them, drawn anew so that nothing hidden in them goes on.

Pillow loads with it and unpacks what a stranger sent: only for processes that live briefly.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

LARGEST_PICTURE = 24_000_000
"""Pixels; a picture with more is not unpacked."""
LONGEST_SIDE = 1600
"""Pixels: 21 mm at 1900 dots an inch; more only makes every certificate larger."""


class NoPicture(ValueError):
    """The content is no picture; the message is a word: `unreadable` or `too large`."""


def checked(content: bytes) -> bytes:
    """A PNG or JPEG as a plain PNG of the same look; raises `NoPicture`.

    The same content always gives the same bytes.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise NoPicture("too large")
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise fault if isinstance(fault, NoPicture) else NoPicture("unreadable") from fault
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGBA", upright.size)
    plain.paste(upright)
    target = io.BytesIO()
    plain.save(target, "PNG", optimize=True)
    return target.getvalue()
