"""What is wrong with the rounds and rubrics of a blueprint."""

from collections.abc import Iterator
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from award.competitions.blueprint import (
    AGGREGATES,
    CRITERION_SOURCES,
    ROUND_KINDS,
    ROUNDINGS,
    Blueprint,
    Criterion,
    Level,
    Round,
)
from award.competitions.blueprint_document import Fault
from award.competitions.blueprint_words import LANGUAGES, called, known, number, untranslated

WHOLE = Decimal(100)
CLAIMS_SCALE = (1, 5)
"""The scale that the check of claims gives levels on."""
LONGEST_TALK = 240
"""Minutes of a presentation, and of the questions after it."""


def round_faults(blueprint: Blueprint) -> Iterator[Fault]:
    """Faults of the rounds together, then of each round and its rubric."""
    total = sum((each.weight for each in blueprint.rounds), Decimal(0))
    if total != WHOLE:
        message = _l("Bobot semua tahap berjumlah %(found)s; harus 100.", found=number(total))
        yield Fault("rounds", message)
    yield from _shared_scale_faults(blueprint)
    sections = [section.key for section in blueprint.form]
    for each in blueprint.rounds:
        yield from _one_round_faults(each)
        for criterion in each.criteria:
            yield from _criterion_faults(each, criterion, sections)


def _shared_scale_faults(blueprint: Blueprint) -> Iterator[Fault]:
    """Scores of rounds with different scales could not be compared, nor ties broken by them."""
    scoring = [each for each in blueprint.rounds if each.kind == "scoring"]
    for each in scoring[1:]:
        first = scoring[0]
        if (each.scale_min, each.scale_max) != (first.scale_min, first.scale_max):
            message = _l(
                "Skala %(round)s %(found)s, berbeda dari skala %(other)s %(expected)s.",
                round=called(each.name, each.key),
                found=f"{each.scale_min}–{each.scale_max}",
                other=called(first.name, first.key),
                expected=f"{first.scale_min}–{first.scale_max}",
            )
            yield Fault(f"rounds[{each.key}].scale_max", message)


def _one_round_faults(each: Round) -> Iterator[Fault]:
    where, name = f"rounds[{each.key}]", called(each.name, each.key)
    yield from known(f"{where}.kind", each.kind, ROUND_KINDS)
    yield from known(f"{where}.aggregate", each.aggregate, AGGREGATES)
    yield from known(f"{where}.rounding", each.rounding, ROUNDINGS)
    if each.weight < 0:
        message = _l("Bobot %(round)s negatif: %(found)s.", round=name, found=number(each.weight))
        yield Fault(f"{where}.weight", message)
    if each.advance_per_category is not None and each.advance_per_category < 1:
        message = _l(
            "Jumlah yang lanjut dari %(round)s adalah %(found)s; paling sedikit 1.",
            round=name,
            found=number(each.advance_per_category),
        )
        yield Fault(f"{where}.advance_per_category", message)
    for field in ("talk_minutes", "question_minutes"):
        minutes = getattr(each, field)
        if minutes is not None and not 1 <= minutes <= LONGEST_TALK:
            message = _l(
                "Menit pada %(round)s adalah %(found)s; harus 1 sampai %(most)s.",
                round=name,
                found=number(minutes),
                most=LONGEST_TALK,
            )
            yield Fault(f"{where}.{field}", message)
    if each.kind == "screening":
        yield from _screening_faults(each)
    elif each.kind == "scoring":
        yield from _scoring_faults(each)


def _screening_faults(each: Round) -> Iterator[Fault]:
    if each.weight != 0:
        message = _l(
            "%(round)s tidak dinilai; bobotnya harus 0, bukan %(found)s.",
            round=called(each.name, each.key),
            found=number(each.weight),
        )
        yield Fault(f"rounds[{each.key}].weight", message)


def _scoring_faults(each: Round) -> Iterator[Fault]:
    where, name = f"rounds[{each.key}]", called(each.name, each.key)
    if each.judges_per_entry < 1:
        message = _l(
            "Juri per usulan pada %(round)s adalah %(found)s; paling sedikit 1.",
            round=name,
            found=number(each.judges_per_entry),
        )
        yield Fault(f"{where}.judges_per_entry", message)
    if each.discrepancy_points < 0 or each.discrepancy_levels < 1:
        message = _l("Selisih tingkat pada %(round)s paling sedikit 1, selisih poin 0.", round=name)
        yield Fault(f"{where}.discrepancy_levels", message)
    if each.scale_min >= each.scale_max:
        message = _l(
            "Skala %(round)s %(low)s–%(high)s tidak menaik.",
            round=name,
            low=number(each.scale_min),
            high=number(each.scale_max),
        )
        yield Fault(f"{where}.scale_max", message)
    if not each.criteria:
        message = _l("%(round)s dinilai, tetapi belum memiliki kriteria.", round=name)
        yield Fault(f"{where}.criteria", message)
        return
    total = sum((criterion.weight for criterion in each.criteria), Decimal(0))
    if total != WHOLE:
        message = _l(
            "Bobot kriteria %(round)s berjumlah %(found)s; harus 100.",
            round=name,
            found=number(total),
        )
        yield Fault(f"{where}.criteria", message)


def _criterion_faults(each: Round, criterion: Criterion, sections: list[str]) -> Iterator[Fault]:
    where = f"rounds[{each.key}].criteria[{criterion.key}]"
    if criterion.weight < 0:
        message = _l(
            "Bobot kriteria %(criterion)s negatif: %(found)s.",
            criterion=called(criterion.name, criterion.key),
            found=number(criterion.weight),
        )
        yield Fault(f"{where}.weight", message)
    if criterion.section is not None:
        yield from known(f"{where}.section", criterion.section, sections)
    yield from _source_faults(where, each, criterion)
    values = [level.value for level in criterion.levels]
    if not _fills(values, each.scale_min, each.scale_max):
        message = _l(
            "Tingkat kriteria %(criterion)s adalah %(found)s; harus %(low)s sampai %(high)s.",
            criterion=called(criterion.name, criterion.key),
            found=", ".join(str(value) for value in values) or "–",
            low=each.scale_min,
            high=each.scale_max,
        )
        yield Fault(f"{where}.levels", message)
    for level in criterion.levels:
        yield from _level_faults(f"{where}.levels[{level.value}]", criterion, level)


def _source_faults(where: str, each: Round, criterion: Criterion) -> Iterator[Fault]:
    yield from known(f"{where}.source", criterion.source, CRITERION_SOURCES)
    if criterion.source == "claims" and (each.scale_min, each.scale_max) != CLAIMS_SCALE:
        message = _l(
            "Tingkat kriteria %(criterion)s dihitung dari klaim; skala tahapnya harus 1–5.",
            criterion=called(criterion.name, criterion.key),
        )
        yield Fault(f"{where}.source", message)
    if criterion.source == "claims" and each.blind:
        message = _l(
            "%(round)s dinilai tanpa nama, tetapi juri memeriksa klaim di lokasi pengusul.",
            round=called(each.name, each.key),
        )
        yield Fault(f"{where}.source", message)


def _level_faults(where: str, criterion: Criterion, level: Level) -> Iterator[Fault]:
    name = called(criterion.name, criterion.key)
    for language in untranslated(level.label):
        message = _l(
            "Tingkat %(level)s kriteria %(criterion)s belum berlabel dalam %(language)s.",
            level=level.value,
            criterion=name,
            language=LANGUAGES[language],
        )
        yield Fault(f"{where}.label.{language}", message)
    for language in untranslated(level.text):
        message = _l(
            "Tingkat %(level)s kriteria %(criterion)s belum diuraikan dalam %(language)s.",
            level=level.value,
            criterion=name,
            language=LANGUAGES[language],
        )
        yield Fault(f"{where}.text.{language}", message)


def _fills(values: list[int], low: int, high: int) -> bool:
    """Whether the levels are exactly low..high, rising (a large scale is never spelt out)."""
    return len(values) == high - low + 1 and values == list(range(low, low + len(values)))
