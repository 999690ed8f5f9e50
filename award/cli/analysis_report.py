"""An analysis as data for JSON and as text for a screen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from award.results.analysis import Analysis, EntryResult
from award.results.fairness.agreement import ICC_FORMS
from award.results.fairness.judges import JudgeReport
from award.results.fairness.notes import Agreement, Remark
from award.results.fairness.robustness import Card, Robustness
from award.results.words_fairness import remark_sentence, verdict_sentence

PLACES = 6
NONE = "-"


def as_data(name: str | None, one: Analysis) -> dict[str, Any]:
    """What ``--json`` prints for a round; ``None`` where something cannot be computed."""
    variance = one.variance
    return {
        "round": name,
        "entries": [_entry(each) for each in one.results],
        "judges": [_judge(one.judges[each.judge], each) for each in one.reports],
        "agreement": {key: _agreement(each) for key, each in one.agreement.items()},
        "variance": {
            "entry": None if variance is None else _round(variance.entry),
            "judge": None if variance is None else _round(variance.judge),
            "residual": None if variance is None else _round(variance.residual),
        },
        "notes": list(notes(one)),
    }


def notes(one: Analysis) -> Iterator[str]:
    """Every remark once; those about the agreement name the criteria they hold for."""
    for remark in one.remarks:
        yield remark_sentence(remark)
    about: dict[Remark, list[str]] = {}
    for key, each in one.agreement.items():
        for remark in each.remarks:
            about.setdefault(remark, []).append(key)
    for remark, keys in about.items():
        yield remark_sentence(Remark(remark.note, remark.number, ", ".join(keys)))


def as_text(name: str | None, one: Analysis) -> str:
    """The whole report of a round."""
    lines = [f"== {name}" if name else "== Marks", ""]
    lines += [*_table_of_entries(one), "", *_table_of_judges(one), ""]
    lines += [*_table_of_agreement(one), "", *_variances(one)]
    for each in one.robustness:
        lines += ["", *_cards(each, one)]
    said = list(notes(one))
    lines += ["", "Notes", *(f"  {note}" for note in said)] if said else []
    return "\n".join(lines) + "\n"


def _entry(one: EntryResult) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "score": _number(one.score),
        "rank": one.rank,
        "criteria": {key: _number(value) for key, value in one.criteria.items()},
        "adjusted": _round(one.adjusted),
        "adjusted_rank": one.adjusted_rank,
        "interval": None if one.interval is None else [_round(end) for end in one.interval],
    }


def _judge(name: str, one: JudgeReport) -> dict[str, Any]:
    return {
        "judge": name,
        "n": one.n,
        "mean": _round(one.mean),
        "sd": _round(one.sd),
        "severity": _round(one.severity),
    }


def _agreement(one: Agreement) -> dict[str, Any]:
    return {
        "alpha_interval": _round(one.alpha_interval),
        "alpha_ordinal": _round(one.alpha_ordinal),
        "icc": {form: _round(one.icc[form]) for form in ICC_FORMS},
        "kendall_w": _round(one.kendall_w),
    }


def _table_of_entries(one: Analysis) -> Iterator[str]:
    wide = max([len(each.entry) for each in one.results], default=5)
    yield f"{'rank':>5}  {'entry':{wide}}  {'score':>8}  {'adjusted':>8}  {'rank':>5}  95 %"
    for each in one.results:
        place = _shown(each.adjusted_rank, 0)
        yield (
            f"{_shown(each.rank, 0):>5}  {each.entry:{wide}}  {_shown(each.score):>8}  "
            f"{_shown(each.adjusted):>8}  {place:>5}  {_span(each.interval)}"
        )


def _table_of_judges(one: Analysis) -> Iterator[str]:
    wide = max([len(name) for name in one.judges], default=5)
    yield (
        f"{'judge':{wide}}  {'sheets':>6}  {'mean':>8}  {'sd':>7}  {'severity':>8}  "
        f"{'consistency':>11}  marks used (lowest-highest, how many, commonest)"
    )
    for each in one.reports:
        yield (
            f"{one.judges[each.judge]:{wide}}  {each.n:>6}  {_shown(each.mean):>8}  "
            f"{_shown(each.sd):>7}  {_shown(each.severity):>8}  {_shown(each.consistency):>11}  "
            f"{each.lowest:g}-{each.highest:g}, {each.levels}, {each.commonest:.0%}"
        )


def _table_of_agreement(one: Analysis) -> Iterator[str]:
    wide = max([len(key) for key in one.agreement])
    heads = ("alpha", "ordinal", *(f"ICC({form})" for form in ICC_FORMS), "W")
    yield f"{'agreement':{max(wide, 9)}}  " + "  ".join(f"{head:>8}" for head in heads)
    for key, each in one.agreement.items():
        values = (each.alpha_interval, each.alpha_ordinal, *each.icc.values(), each.kendall_w)
        yield f"{key:{max(wide, 9)}}  " + "  ".join(f"{_shown(value, 3):>8}" for value in values)
    for key, each in one.agreement.items():
        yield f"  {verdict_sentence(each.verdict, key)}"


def _variances(one: Analysis) -> Iterator[str]:
    if one.variance is not None:
        parts = (one.variance.entry, one.variance.judge, one.variance.residual)
        whole = sum(parts) or 1.0
        said = zip(("entries", "judges", "residual"), parts, strict=True)
        shares = ", ".join(f"{name} {part:.3f} ({part / whole:.0%})" for name, part in said)
        yield f"variance: {shares}"


def _cards(found: Robustness, one: Analysis) -> Iterator[str]:
    line = found.line
    yield (
        f"Line after place {line.places}: margin {_shown(line.margin)} points, "
        f"the same entries above it in {_share(line.stays)} of draws"
    )
    for card in found.cards:
        yield from _card(card, one)


def _card(card: Card, one: Analysis) -> Iterator[str]:
    yield (
        f"  {card.rank}. {one.entries[card.entry]}  {card.score:.2f} ({_span(card.interval)}), "
        f"rank {_ranks(card.ranks)}, margin {_shown(card.margin)}; "
        f"above the line {_share(card.stays)}, no worse {_share(card.holds)}"
    )
    without = [
        f"{one.judges[judge]} -> {_shown(rank, 0)}" for judge, rank in sorted(card.without.items())
    ]
    shifted = [shift.rank for shift in card.shifts]
    yield (
        f"     without one judge: {', '.join(without) or 'the same rank'}; "
        f"weights +-5 points: rank {_ranks((min(shifted), max(shifted)) if shifted else None)}"
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)


def _shown(value: Decimal | float | None, places: int = 2) -> str:
    return NONE if value is None else f"{value:.{places}f}"


def _share(value: float | None) -> str:
    return NONE if value is None else f"{value:.0%}"


def _span(ends: tuple[float, float] | None) -> str:
    return NONE if ends is None else f"{ends[0]:.2f} to {ends[1]:.2f}"


def _ranks(ends: tuple[int, int] | None) -> str:
    if ends is None:
        return NONE
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}"
