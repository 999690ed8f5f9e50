"""Whether a colour can be read on white paper. Pure; WCAG 2.2, section 1.4.3."""

from __future__ import annotations

READABLE = 4.5
"""The least contrast of text with what it stands on."""
LEGIBLE = 3.0
"""The least contrast of large letters; with less, nothing is to be read on a certificate."""


def on_white(colour: str) -> float:
    """The contrast of `#rrggbb` with white: 1 for white itself, 21 for black."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = map(_linear, channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
