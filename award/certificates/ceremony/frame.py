"""The frame of the classic look, drawn for a slide: a band with lozenges, stepped corners. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

WIDTH, HEIGHT = 338.667, 190.5
"""A slide in millimetres, 16:9."""
BAND, THICK = 9.2, 6.0
"""The middle of the band, from the edge, and how wide it is."""
CORNER = 23.0
"""Where a corner ends and the band begins."""
PITCH = 8.0
"""About how far lozenges lie apart."""
STEPS = ((13.8, 20.2), (17.0, 20.2), (17.0, 17.0), (20.2, 17.0), (20.2, 13.8))
"""The inner line at a corner."""
PIECE = "M5 5H22V12.4H18.8V15.6H15.6V18.8H12.4V22H5Z"
"""A corner, like the terraces of a meru."""


def svg(colours: Mapping[str, str]) -> bytes:
    """The frame as a drawing of the slide's size, in the design's colours `accent` and `gold`."""
    accent, gold = colours.get("accent", "#0b3c6f"), colours.get("gold", "#c9a227")
    drawn = (
        f'<path fill="none" stroke="{accent}" stroke-width="{THICK:g}" d="{_band(BAND)}"/>'
        f'<path fill="none" stroke="{gold}" stroke-width=".35" d="{_band(BAND - THICK / 2 - 1)}"/>'
        f'<path fill="{gold}" d="{"".join(_lozenges())}"/>'
        f'<path fill="none" stroke="{gold}" stroke-width=".5" d="{_inner()}"/>'
        + "".join(f'<path fill="{accent}" d="{PIECE}" {each}/>' for each in _corners())
        + "".join(f'<path fill="{gold}" d="{_lozenge(11, 11, 3)}" {each}/>' for each in _corners())
    )
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}mm" height="{HEIGHT}mm"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>'.encode()


def _band(inset: float) -> str:
    """Four lines between the corners."""
    across = "".join(f"M{CORNER:g} {y:g}H{WIDTH - CORNER:g}" for y in (inset, HEIGHT - inset))
    return across + "".join(
        f"M{x:g} {CORNER:g}V{HEIGHT - CORNER:g}" for x in (inset, WIDTH - inset)
    )


def _lozenges() -> Iterator[str]:
    for x in _spread(WIDTH):
        yield from (_lozenge(x, y, 1.6) for y in (BAND, HEIGHT - BAND))
    for y in _spread(HEIGHT):
        yield from (_lozenge(x, y, 1.6) for x in (BAND, WIDTH - BAND))


def _spread(length: float) -> list[float]:
    """Middles of lozenges along a side, evenly between the corners."""
    room = length - 2 * CORNER
    count = round(room / PITCH)
    return [CORNER + (n + 0.5) * room / count for n in range(count)]


def _lozenge(x: float, y: float, size: float) -> str:
    return f"M{x:g} {y - size:g}L{x + size:g} {y:g}L{x:g} {y + size:g}L{x - size:g} {y:g}Z"


def _inner() -> str:
    top = [*STEPS, *((WIDTH - x, y) for x, y in reversed(STEPS))]
    whole = [*top, *((x, HEIGHT - y) for x, y in reversed(top))]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in whole) + "Z"


def _corners() -> Iterator[str]:
    """The drawing at the top left, mirrored to each corner."""
    for x, across in ((0, 1), (WIDTH, -1)):
        for y, down in ((0, 1), (HEIGHT, -1)):
            yield f'transform="matrix({across} 0 0 {down} {x:g} {y:g})"'
