"""The charts of the advice, with their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from award.competitions.models import Round
from award.core.language import local, number, numbers
from award.results.advice import Advice, Firmness, JudgeAdvice, Stand
from award.results.charts import Chart, Mark, Row, Scale, draw, scale_of
from award.results.queries.own_sheets import OwnSheet
from award.results.queries.placing import CategoryStandings, Standing
from award.results.words_advice import firmness_sentence, of_hundred, points

MOST_ROWS = 24
"""Rows of a chart; the table behind it has all of them."""


def severity_picture(
    judges: Sequence[JudgeAdvice], names: Mapping[int, str], told: str
) -> Markup | None:
    """Each judge beside the others, the strictest first; only the ends of a long list."""
    known = sorted((one for one in judges if one.severity is not None), key=lambda one: -_of(one))
    if not known:
        return None
    half = MOST_ROWS // 2
    shown = known if len(known) <= MOST_ROWS else [*known[:half], *known[-half:]]
    rows = [
        Row(
            names.get(one.judge_id, ""),
            _(
                "%(points)s · %(sheets)s",
                points=points(one.severity, signed=True),
                sheets=_count(one.n),
            ),
            dot=_of(one),
        )
        for one in shown
    ]
    scale = scale_of([0.0, *map(_of, shown)], _signed, room=1.0)
    mark = Mark(0.0, _("sama dengan juri lain"))
    return draw(Chart("keketatan", _("Keketatan juri, dalam poin"), told, rows, scale, mark))


def _of(one: JudgeAdvice) -> float:
    return one.severity or 0.0


def _signed(value: float) -> str:
    return points(value, signed=True)


def _count(sheets: int) -> str:
    return str(ngettext("%(num)s lembar", "%(num)s lembar", sheets))


def entries_picture(found: CategoryStandings, advice: Advice, places: int | None) -> Markup | None:
    """Official score with its interval, and the adjusted one, down to a little below the line."""
    listed = [one for one in found.standings if one.score is not None][:MOST_ROWS]
    if not listed:
        return None
    rows = [_entry_row(one, advice) for one in listed]
    values = [value for row in rows for value in _values(row)]
    cut = (
        _cut(sum((one.rank or 0) <= places for one in listed), len(rows), places)
        if places
        else None
    )
    return draw(
        Chart(
            f"nilai-{found.category.id}",
            _(
                "Nilai resmi, selangnya, dan nilai yang disetarakan: %(category)s",
                category=local(found.category.name),
            ),
            _(
                "Titik: nilai resmi. Garis: selang 95%. Lingkaran: nilai bila keketatan "
                "disetarakan. Angkanya ada pada tabel."
            ),
            rows,
            scale_of(values, numbers(0)),
            cut=cut,
        )
    )


def _entry_row(one: Standing, advice: Advice) -> Row:
    side = advice.of(one.entry_id)
    return Row(
        f"{one.rank}. {one.title}",
        number(one.score, 2),
        dot=float(one.score or 0),
        ring=side.adjusted,
        span=side.span,
    )


def _values(row: Row) -> list[float]:
    return [each for each in (row.dot, row.ring, *(row.span or ())) if each is not None]


def _cut(inside: int, shown: int, places: int) -> tuple[int, str] | None:
    if not 0 < inside < shown:
        return None
    return inside, _("Garis batas: %(count)s terbaik", count=places)


def criteria_picture(round_: Round, advice: Advice, verdicts: Mapping[str, str]) -> Markup | None:
    """For each criterion where the judges' mean marks lie: apart means that they read it apart."""
    if not advice.judges:
        return None
    rows = []
    for each in round_.criteria:
        specks = tuple(one.marks[each.key] for one in advice.judges if each.key in one.marks)
        middle = sum(specks) / len(specks)
        rows.append(Row(local(each.name), verdicts.get(each.key, ""), dot=middle, specks=specks))
    steps = tuple(float(n) for n in range(round_.scale_min, round_.scale_max + 1))
    if len(steps) > 11:
        steps = (float(round_.scale_min), float(round_.scale_max))
    return draw(
        Chart(
            "kriteria",
            _("Rata-rata nilai tiap juri per kriteria"),
            _("Titik pudar: rata-rata seorang juri. Titik penuh: rata-rata semua juri."),
            rows,
            Scale(steps[0], steps[-1], steps, numbers(0)),
        )
    )


def scores_picture(line: Firmness, titles: Mapping[int, str], name: str) -> Markup:
    """Scores of everyone at a line with what chance could have done to them."""
    rows = [
        Row(_titled(one, titles), number(one.score, 2), dot=one.score, span=one.span)
        for one in line.stands
    ]
    scale = scale_of([value for row in rows for value in _values(row)], numbers(0))
    title = _("Nilai dan selang 95 %%: %(category)s", category=name)
    return _at_line("nilai", line, title, rows, scale)


def ranks_picture(line: Firmness, titles: Mapping[int, str], name: str) -> Markup:
    """The ranks everyone at a line could have had, and how often it would be above the line."""
    rows = [
        Row(
            _titled(one, titles),
            of_hundred(one.stays) if one.stays is not None else "",
            dot=float(one.rank),
            span=None if one.ranks is None else (float(one.ranks[0]), float(one.ranks[1])),
        )
        for one in line.stands
    ]
    last = max(value for row in rows for value in _values(row))
    title = _(
        "Peringkat yang mungkin, dan seberapa sering di atas garis: %(category)s", category=name
    )
    return _at_line("peringkat", line, title, rows, _rank_scale(last, line.places))


def _titled(one: Stand, titles: Mapping[int, str]) -> str:
    return f"{one.rank}. {titles.get(one.entry_id, '')}"


def _at_line(kind: str, line: Firmness, title: str, rows: Sequence[Row], scale: Scale) -> Markup:
    cut = _cut(len(line.inside), len(rows), line.places)
    key = f"{kind}-{line.category_id}"
    return draw(Chart(key, title, firmness_sentence(line), rows, scale, cut=cut))


def _rank_scale(last: float, places: int) -> Scale:
    step = 1 if last <= 12 else 5 if last <= 60 else 10 ** (len(str(int(last))) - 1)
    ticks = sorted({1.0, *(float(n) for n in range(step, int(last) + 1, step)), last})
    words: Callable[[float], str] = numbers(0)
    return Scale(0.5, max(last, places, 2.0) + 0.5, tuple(ticks), words)


def sheets_picture(
    sheets: Sequence[OwnSheet], titles: Mapping[int, str], own: str
) -> Markup | None:
    """A judge's own totals beside the mean of the other judges of the same entry."""
    compared = [one for one in sheets if one.others is not None][:MOST_ROWS]
    if not compared:
        return None
    rows = [
        Row(
            titles.get(one.entry_id, ""),
            points(one.total - (one.others or 0), signed=True),
            dot=one.total,
            ring=one.others,
        )
        for one in compared
    ]
    values = [value for row in rows for value in _values(row)]
    return draw(
        Chart(
            "lembar",
            _("%(own)s dan rata-rata juri lain", own=own),
            _(
                "Titik: %(own)s. Lingkaran: rata-rata juri lain untuk usulan yang sama.",
                own=own,
            ),
            rows,
            scale_of(values, numbers(0)),
        )
    )
