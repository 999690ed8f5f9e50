"""Whether the words of a design can be read in the colours chosen for them."""

from __future__ import annotations

from collections.abc import Mapping

from award.certificates.printing import contrast, designs

TEXT_COLOURS = frozenset(("accent", "honour"))
"""Colours that words are set in; the others only draw lines and fields."""


def faint(
    design: str, colours: Mapping[str, str], least: float = contrast.READABLE
) -> dict[str, str]:
    """The text colours of a design with less contrast to white than `least`: labels by name.

    None where there is no such design, or it does not know such colours.
    """
    try:
        loaded = designs.load(design)
        palette = loaded.palette(colours)
    except (LookupError, ValueError):
        return {}
    return {
        name: loaded.colours[name].label
        for name, colour in palette.items()
        if name in TEXT_COLOURS and contrast.on_white(colour) < least
    }
