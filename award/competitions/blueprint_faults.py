"""What is wrong with an edition's blueprint: every fault, never only the first.

Rounds and rubrics, where most of the arithmetic is, have their own list in `blueprint_rounds`;
the calendar has its own in `blueprint_calendar`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from string import Formatter
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l

from award.competitions.blueprint import (
    DOCUMENT_NEEDS,
    EVIDENCE,
    SCOPES,
    SECTION_KINDS,
    BadBlueprint,
    Blueprint,
    Level,
    parse,
)
from award.competitions.blueprint_calendar import calendar_faults
from award.competitions.blueprint_document import Fault, Text2, at, hints_of, name_of
from award.competitions.blueprint_rounds import round_faults
from award.competitions.blueprint_words import (
    LANGUAGES,
    called,
    known,
    number,
    placed,
    untranslated,
)
from award.competitions.words import ELIGIBILITY

NUMBER_FIELDS = {
    "kode": "400",
    "nomor": 1,
    "jenis": "P",
    "unit": "U",
    "tahun": 2026,
    "bulan_romawi": "I",
}
LONGEST_KEY = 40
KEY = re.compile(rf"[^\[\]\x00-\x1f]{{1,{LONGEST_KEY}}}")
COLLECTIONS = (
    "categories",
    "groups",
    "classes",
    "form",
    "documents",
    "rounds",
    "calendar",
    "reasons",
    "tie_rules",
    "declarations",
)
NEEDED = ("categories", "groups", "classes", "form", "rounds", "calendar")


def examine(document: Mapping[str, Any]) -> list[Fault]:
    """Every fault of a document, of shape and of sense; an empty list means it may be used."""
    try:
        return faults(parse(document))
    except BadBlueprint as bad:
        broken = [fault.where for fault in bad.faults]
        rest = [f for f in faults(bad.draft) if not any(_touches(f.where, it) for it in broken)]
        return [*bad.faults, *rest]


def faults(blueprint: Blueprint) -> list[Fault]:
    """Every fault of a blueprint, in the order an organiser reads the edition."""
    checks = (
        _translation_faults,
        _collection_faults,
        _form_faults,
        _document_faults,
        round_faults,
        calendar_faults,
        _eligibility_faults,
        _tie_faults,
        _settings_faults,
    )
    return [fault for check in checks for fault in check(blueprint)]


def _touches(place: str, broken: str) -> bool:
    """Whether a judgement about `place` rests on something that could not be read."""
    if place.startswith(broken):
        return True
    inside = broken.removeprefix(place)
    return inside != broken and re.fullmatch(r"(\[[^\]]*\])?(\.\w+)?", inside) is not None


def _translation_faults(blueprint: Blueprint) -> Iterator[Fault]:
    for where, text in _texts(blueprint, ""):
        for language in untranslated(text):
            message = _l(
                "Teks %(place)s belum diisi dalam %(language)s.",
                place=placed(where),
                language=LANGUAGES[language],
            )
            yield Fault(f"{where}.{language}", message)


def _texts(record: Any, where: str) -> Iterator[tuple[str, Text2]]:
    """Every bilingual text and its place; levels apart, which the rubric checks by number."""
    hints = hints_of(type(record))
    for each in fields(record):
        value, place = getattr(record, each.name), at(where, each.name)
        if hints[each.name] == Text2:
            yield place, value
        elif isinstance(value, tuple):
            for n, item in enumerate(value):
                if is_dataclass(item) and not isinstance(item, Level):
                    yield from _texts(item, f"{place}[{name_of(item, n)}]")
        elif is_dataclass(value):
            yield from _texts(value, place)


def _collection_faults(blueprint: Blueprint) -> Iterator[Fault]:
    yield from _shape_faults("key", blueprint.key)
    for where in COLLECTIONS:
        items = getattr(blueprint, where)
        if where != "tie_rules":  # these name criteria and rounds
            for item in items:
                yield from _shape_faults(f"{where}[{item.key}].key", item.key)
        if where in NEEDED and not items:
            yield Fault(where, _l("Bagian ini belum berisi apa pun."))
        yield from key_faults(where, [item.key for item in items])
    for each in blueprint.rounds:
        keys = [criterion.key for criterion in each.criteria]
        yield from key_faults(f"rounds[{each.key}].criteria", keys)
        for key in keys:
            yield from _shape_faults(f"rounds[{each.key}].criteria[{key}].key", key)


def _shape_faults(where: str, key: str) -> Iterator[Fault]:
    if key.strip() and not KEY.fullmatch(key):
        message = _l(
            "Kunci “%(key)s” harus paling banyak %(most)s huruf, tanpa kurung siku.",
            key=key[:LONGEST_KEY],
            most=LONGEST_KEY,
        )
        yield Fault(where, message)


def key_faults(where: str, keys: Sequence[str]) -> Iterator[Fault]:
    """Keys that are empty, or used more than once in the same list."""
    for key in dict.fromkeys(keys):
        count = keys.count(key)
        if not key.strip():
            yield Fault(where, _l("Ada %(count)s kunci yang kosong.", count=count))
        elif count > 1:
            message = _l("Kunci “%(key)s” dipakai %(count)s kali.", key=key, count=count)
            yield Fault(f"{where}[{key}].key", message)


def _form_faults(blueprint: Blueprint) -> Iterator[Fault]:
    for section in blueprint.form:
        where = f"form[{section.key}]"
        if section.max_words < 1:
            message = _l(
                "Batas kata %(section)s adalah %(found)s; harus lebih dari nol.",
                section=called(section.title, section.key),
                found=number(section.max_words),
            )
            yield Fault(f"{where}.max_words", message)
        yield from known(f"{where}.kind", section.kind, SECTION_KINDS)
        yield from known(f"{where}.evidence", section.evidence, EVIDENCE)


def _document_faults(blueprint: Blueprint) -> Iterator[Fault]:
    for kind in blueprint.documents:
        where = f"documents[{kind.key}]"
        yield from known(f"{where}.required", kind.required, DOCUMENT_NEEDS)
        if kind.link:
            continue
        name = called(kind.name, kind.key)
        if not kind.types:
            message = _l("Jenis berkas untuk %(document)s belum disebut.", document=name)
            yield Fault(f"{where}.types", message)
        if kind.max_bytes < 1:
            message = _l(
                "Ukuran terbesar %(document)s adalah %(found)s bita; harus lebih dari nol.",
                document=name,
                found=number(kind.max_bytes),
            )
            yield Fault(f"{where}.max_bytes", message)


def _eligibility_faults(blueprint: Blueprint) -> Iterator[Fault]:
    groups = [group.key for group in blueprint.groups]
    names = [f"{it.key}/{it.scope}/{it.group or ''}" for it in blueprint.eligibility]
    yield from key_faults("eligibility", names)
    for rule in blueprint.eligibility:
        where = f"eligibility[{rule.key}]"
        yield from known(f"{where}.key", rule.key, tuple(ELIGIBILITY))
        yield from known(f"{where}.scope", rule.scope, SCOPES)
        if rule.group is not None:
            yield from known(f"{where}.group", rule.group, groups)
        if rule.value is not None and rule.value < 0:
            message = _l("Nilai %(found)s negatif.", found=number(rule.value))
            yield Fault(f"{where}.value", message)


def _tie_faults(blueprint: Blueprint) -> Iterator[Fault]:
    rounds = [each.key for each in blueprint.rounds if each.kind == "scoring"]
    criteria = [c.key for each in blueprint.rounds for c in each.criteria]
    targets = [f"round:{key}" for key in rounds] + [f"criterion:{key}" for key in criteria]
    for rule in blueprint.tie_rules:
        yield from known(f"tie_rules[{rule.key}]", rule.key, ["plenary", *targets])
        if targets.count(rule.key) > 1:
            message = _l(
                "Kriteria “%(key)s” ada pada %(count)s tahap; aturan seri ini bermakna ganda.",
                key=rule.key.partition(":")[2],
                count=targets.count(rule.key),
            )
            yield Fault(f"tie_rules[{rule.key}]", message)


def _settings_faults(blueprint: Blueprint) -> Iterator[Fault]:
    settings = blueprint.settings
    if blueprint.timezone not in _time_zones():
        message = _l("Zona waktu “%(found)s” tidak dikenal.", found=blueprint.timezone)
        yield Fault("timezone", message)
    for name in ("grace_minutes", "correction_working_days", "objection_working_days"):
        yield from _range_faults(name, getattr(settings, name), 0, 10_000)
    yield from _range_faults("winners", settings.winners, 1, 3)
    yield from _range_faults("runners_up", settings.runners_up, 0, 3)
    yield from _quota_faults(blueprint)
    yield from _range_faults("passing_grade_national", settings.passing_grade_national, 0, 100)
    scales = [(r.scale_min, r.scale_max) for r in blueprint.rounds if r.kind == "scoring"]
    for level in settings.reason_levels:
        if scales and not any(low <= level <= high for low, high in scales):
            message = _l("Tingkat wajib alasan %(found)s di luar skala.", found=number(level))
            yield Fault("settings.reason_levels", message)
    yield from _pattern_faults(settings.number_pattern)


@cache
def _time_zones() -> set[str]:
    """Kept, because to list them reads hundreds of files."""
    return available_timezones()


def _quota_faults(blueprint: Blueprint) -> Iterator[Fault]:
    for each in blueprint.classes:
        if each.quota is not None and each.quota < 1:
            message = _l("Kuota pemenang paling sedikit 1; kosongkan bila tidak dibatasi.")
            yield Fault(f"classes[{each.key}].quota", message)


def _range_faults(name: str, found: int, least: int, most: int) -> Iterator[Fault]:
    if not least <= found <= most:
        message = _l(
            "Nilai %(found)s di luar rentang %(least)s sampai %(most)s.",
            found=number(found),
            least=number(least),
            most=number(most),
        )
        yield Fault(f"settings.{name}", message)


def _pattern_faults(pattern: str) -> Iterator[Fault]:
    where = "settings.number_pattern"
    try:
        names = [
            name
            for _text, name, _spec, _conversion in Formatter().parse(pattern)
            if name is not None
        ]
    except ValueError:
        yield Fault(where, _l("Pola nomor “%(found)s” tidak terbaca.", found=pattern))
        return
    for name in names:
        yield from known(where, name, tuple(NUMBER_FIELDS))
    if "nomor" not in names:
        yield Fault(where, _l("Pola nomor “%(found)s” harus memuat {nomor}.", found=pattern))
    if set(names) <= set(NUMBER_FIELDS) and not _formats(pattern):
        yield Fault(where, _l("Pola nomor “%(found)s” tidak dapat dipakai.", found=pattern))


def _formats(pattern: str) -> bool:
    try:
        return bool(pattern.format(**NUMBER_FIELDS))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        return False
