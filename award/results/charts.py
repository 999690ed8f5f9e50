"""Dots and intervals as SVG: one drawing for page and paper.

Colours are presentation attributes, which hold on paper; on a page the classes let a style sheet
give them the theme at hand. There is no style, no script and no measure in pixels: a chart is 360
units wide and as wide as its place. Labels stand over their line, so that it reads on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import svg
from markupsafe import Markup, escape

WIDTH, SIDE = 360, 10
ROW, LABEL, AXIS, RULE_LABEL = 44, 15, 22, 16
FONT = 13
LETTERS = 54
"""Letters of that size that fit a line; a label shares it with its note."""

INK, SOFT, LINE, MAIN, OTHER = "#141414", "#4a535e", "#dbe0e6", "#0b4f8a", "#7a5200"

Words = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart.

    ``dot`` is the value that counts, ``ring`` the one beside it, ``span`` an interval around it,
    ``specks`` single values that stand for themselves. ``note`` is printed at the right end.
    """

    label: str
    note: str = ""
    dot: float | None = None
    ring: float | None = None
    span: tuple[float, float] | None = None
    specks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """From where to where, what is printed at the ticks, and how a value is said."""

    low: float
    high: float
    ticks: tuple[float, ...]
    words: Words = str

    def place(self, value: float) -> float:
        """Units from the left edge; a value off the scale stands at its end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(SIDE + share * (WIDTH - 2 * SIDE), 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """The line that matters, drawn down the whole chart, with its word."""

    at: float
    word: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw. ``told`` is the text alternative: it says the conclusion.

    ``key`` parts the charts of a page; ``cut`` draws a line after so many rows, with its word.
    """

    key: str
    title: str
    told: str
    rows: Sequence[Row]
    scale: Scale
    mark: Mark | None = None
    cut: tuple[int, str] | None = None


def draw(chart: Chart) -> Markup:
    """The chart as an ``svg`` element, safe to stand in a page."""
    top = RULE_LABEL if chart.mark else 4
    heights = _heights(chart, top)
    bottom = heights[-1] + ROW if heights else top
    name, told = f"{chart.key}-title", f"{chart.key}-desc"
    parts = [
        svg.Title(id=name, text=_safe(chart.title)),
        svg.Desc(id=told, text=_safe(chart.told)),
        *_axis(chart.scale, bottom),
        *((_word_of_mark(chart.mark, chart.scale, top),) if chart.mark else ()),
        *(_cut(chart, heights) if chart.cut else ()),
    ]
    for row, y in zip(chart.rows, heights, strict=True):
        parts += _row(row, chart, y)
    picture = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, bottom + AXIS),
        class_=["chart"],
        extra={
            "role": "img",
            "aria-labelledby": f"{name} {told}",
            "font-size": str(FONT),
            "font-family": "Plus Jakarta Sans, sans-serif",
        },
        elements=parts,
    )
    return Markup(str(picture))  # noqa: S704 - every text in it went through _safe


def scale_of(values: Sequence[float], words: Words, *, room: float = 0.0) -> Scale:
    """A scale with round ticks around all values and ``room`` on both sides."""
    low, high = min(values) - room, max(values) + room
    step = _step(max(high - low, 1e-6))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return Scale(first * step, last * step, tuple(n * step for n in range(first, last + 1)), words)


def _step(span: float) -> float:
    """A round step, so that four to eight ticks cover the span."""
    raw = span / 5
    size = 10.0 ** floor(log10(raw))
    return size * next(each for each in (1, 2, 5, 10) if raw <= each * size * 1.0000001)


def _heights(chart: Chart, top: float) -> list[float]:
    room = [
        LABEL if chart.cut and number >= chart.cut[0] else 0 for number in range(len(chart.rows))
    ]
    return [top + number * ROW + more for number, more in enumerate(room)]


def _axis(scale: Scale, bottom: float) -> list[svg.Element]:
    parts: list[svg.Element] = []
    for tick in scale.ticks:
        x = scale.place(tick)
        end = "start" if x <= SIDE else "end" if x >= WIDTH - SIDE else "middle"
        shift = {"start": -SIDE, "end": SIDE, "middle": 0}[end]
        parts.append(_text(x + shift, bottom + LABEL, scale.words(tick), SOFT, "chart-soft", end))
    return parts


def _word_of_mark(mark: Mark, scale: Scale, top: float) -> svg.Element:
    x = scale.place(mark.at)
    end = "start" if x < WIDTH / 3 else "end" if x > 2 * WIDTH / 3 else "middle"
    return _text(x, top - 4, mark.word, OTHER, "chart-mark-word", end)


def _cut(chart: Chart, heights: Sequence[float]) -> list[svg.Element]:
    assert chart.cut is not None
    after, word = chart.cut
    y = heights[after] - 3 if after < len(heights) else heights[-1] + ROW
    return [
        svg.Line(x1=0, x2=WIDTH, y1=y, y2=y, stroke=OTHER, stroke_width=1.5, class_=["chart-mark"]),
        _text(WIDTH, y - 4, word, OTHER, "chart-mark-word", "end"),
    ]


def _row(row: Row, chart: Chart, top: float) -> list[svg.Element]:
    scale, y = chart.scale, top + 31
    parts: list[svg.Element] = [
        _text(0, top + LABEL, _short(row.label, LETTERS - len(row.note) - 2), INK, "chart-ink"),
        svg.Line(x1=SIDE, x2=WIDTH - SIDE, y1=y, y2=y, stroke=LINE, class_=["chart-grid"]),
        *(_upright(scale.place(tick), y, LINE, "chart-grid", 1) for tick in scale.ticks),
    ]
    if chart.mark:
        parts.append(_upright(scale.place(chart.mark.at), y, OTHER, "chart-mark", 2))
    if row.note:
        parts.append(_text(WIDTH, top + LABEL, row.note, SOFT, "chart-soft", "end"))
    if row.span is not None:
        left, right = map(scale.place, row.span)
        parts.append(
            svg.Line(
                x1=left,
                x2=right,
                y1=y,
                y2=y,
                stroke=MAIN,
                stroke_width=3,
                stroke_linecap="round",
                class_=["chart-span"],
            )
        )
    parts += [
        svg.Circle(
            cx=scale.place(each), cy=y, r=4, fill=MAIN, fill_opacity=0.35, class_=["chart-speck"]
        )
        for each in row.specks
    ]
    return parts + _dots(row, scale, y)


def _upright(x: float, y: float, colour: str, name: str, wide: int) -> svg.Element:
    reach = 7 + 2 * wide
    return svg.Line(
        x1=x, x2=x, y1=y - reach, y2=y + reach, stroke=colour, stroke_width=wide, class_=[name]
    )


def _dots(row: Row, scale: Scale, y: float) -> list[svg.Element]:
    parts: list[svg.Element] = []
    if row.dot is not None:
        parts.append(
            svg.Circle(cx=scale.place(row.dot), cy=y, r=5.5, fill=MAIN, class_=["chart-dot"])
        )
    if row.ring is not None:
        parts.append(
            svg.Circle(
                cx=scale.place(row.ring),
                cy=y,
                r=5.5,
                fill="none",
                stroke=OTHER,
                stroke_width=2,
                class_=["chart-ring"],
            )
        )
    return parts


def _text(x: float, y: float, said: str, colour: str, name: str, end: str = "start") -> svg.Element:
    return svg.Text(
        x=x,
        y=y,
        fill=colour,
        text_anchor=end,  # type: ignore[arg-type]
        class_=[name],
        text=_safe(said),
    )


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: max(letters - 1, 1)].rstrip()}…"


def _safe(text: str) -> str:
    # The library writes texts as they are.
    return str(escape(str(text)))
