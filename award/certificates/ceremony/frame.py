"""The stepped frame of the classic look, drawn for a slide. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

WIDTH, HEIGHT = 338.667, 190.5
"""A slide in millimetres, 16:9."""
STEP, STEPS = 4.0, 4
LINES = (
    (8.0, "accent", "#0b3c6f", 1.5),
    (11.2, "gold", "#c9a227", 0.4),
    (5.6, "gold", "#c9a227", 0.4),
)
"""How far from the edge, in which colour and how thick; the classic colours where none is given."""


def svg(colours: Mapping[str, str]) -> bytes:
    """The frame as a drawing of the slide's size."""
    paths = "".join(
        f'<path fill="none" stroke="{colours.get(name, usual)}" stroke-width="{thick}" '
        f'd="{_path(inset)}"/>'
        for inset, name, usual, thick in LINES
    )
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}mm" height="{HEIGHT}mm"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{paths}</svg>'.encode()


def _path(inset: float) -> str:
    """A rectangle whose corners go in by steps, like the terraces of a meru."""
    stairs = [(inset + n * STEP, inset + (STEPS - n) * STEP) for n in range(STEPS + 1)]
    corner = [each for (x, y), (then, _) in pairwise(stairs) for each in ((x, y), (then, y))]
    corner.append(stairs[-1])
    top = [*corner, *((WIDTH - x, y) for x, y in reversed(corner))]
    whole = [*top, *((x, HEIGHT - y) for x, y in reversed(top))]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in whole) + "Z"
