"""Reads frozen dataclasses out of plain documents, naming every place that does not fit.

The dataclasses' own annotations are the schema, so that a field is described only once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

T = TypeVar("T")
Text2 = dict[str, str]

# A calendar that repeats every year is kept in a leap year, so that 29 February is a day.
YEAR_FREE = 2000
YEARLY_DATE = re.compile(r"(\+1 )?(\d\d)-(\d\d)")
LARGEST = 10**12
NO_TEXT = re.compile("[\\x00\ud800-\udfff]")
"""Characters that no database keeps."""


@dataclass(frozen=True)
class Fault:
    """What is wrong and where, e.g. at "rounds[proposal].criteria"."""

    where: str
    message: LazyString


def read(kind: type[T], document: object) -> tuple[T, list[Fault]]:
    """Read `document` as a `kind`, with a zero value in every place that is faulty."""
    faults: list[Fault] = []
    record: T = _record(kind, document, "", faults)
    return record, faults


def read_part(hint: Any, raw: object) -> Any:
    """Read a part that was checked before (``tuple[Section, ...]``); raises ``ValueError``."""
    faults: list[Fault] = []
    part = _value(hint, raw, "", faults)
    if faults:
        raise ValueError(f"{faults[0].where}: {faults[0].message}")
    return part


def write(value: object) -> Any:
    """The JSON-able form of a dataclass and everything in it."""
    if is_dataclass(value):
        return {each.name: write(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [write(item) for item in value]
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def hints_of(kind: Any) -> dict[str, Any]:
    """What the fields of a dataclass are annotated with; worked out once, for it is slow."""
    return _hints(kind)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def at(where: str, name: str) -> str:
    """The place called `name` inside `where`."""
    return f"{where}.{name}" if where else name


def _record(kind: type[Any], raw: object, where: str, faults: list[Fault]) -> Any:
    if not isinstance(raw, Mapping):
        faults.append(_misfit(where, _l("sekumpulan isian bernama"), raw))
        raw = {}
        return kind(**_values(kind, raw, where, []))
    known = {each.name for each in fields(kind)}
    for name in raw:
        if name not in known:
            message = _l("Isian “%(name)s” tidak dikenal.", name=_short(name))
            faults.append(Fault(at(where, _short(name)), message))
    return kind(**_values(kind, raw, where, faults))


def _values(
    kind: type[Any], raw: Mapping[Any, object], where: str, faults: list[Fault]
) -> dict[str, Any]:
    hints = hints_of(kind)
    return {
        each.name: _field(each, hints[each.name], raw, at(where, each.name), faults)
        for each in fields(kind)
    }


def _field(
    each: Field[Any], hint: Any, raw: Mapping[Any, object], where: str, faults: list[Fault]
) -> Any:
    if each.name in raw:
        return _value(hint, raw[each.name], where, faults)
    if each.default is not MISSING:
        return each.default
    if hint == Text2:  # the checker names the languages it lacks
        return {}
    faults.append(Fault(where, _l("Isian wajib “%(name)s” belum ada.", name=each.name)))
    return _value(hint, None, where, [])


def _value(hint: Any, raw: object, where: str, faults: list[Fault]) -> Any:
    if get_origin(hint) is UnionType:
        inner = next(each for each in get_args(hint) if each is not NoneType)
        return None if raw is None else _value(inner, raw, where, faults)
    if get_origin(hint) is tuple:
        return _list(get_args(hint)[0], raw, where, faults)
    if is_dataclass(hint):
        return _record(hint, raw, where, faults)  # type: ignore[arg-type]
    convert, zero, expected = SCALARS[hint]
    try:
        return convert(raw)
    except (TypeError, ValueError):
        faults.append(_misfit(where, expected, raw))
        return zero


def _list(hint: Any, raw: object, where: str, faults: list[Fault]) -> tuple[Any, ...]:
    if not isinstance(raw, list | tuple):
        faults.append(_misfit(where, _l("sebuah daftar"), raw))
        return ()
    return tuple(
        _value(hint, item, f"{where}[{name_of(item, n)}]", faults) for n, item in enumerate(raw)
    )


def name_of(item: object, position: int) -> str:
    """How a list item is called in a place: by its key or value, else by its position from 1."""
    found = item if isinstance(item, Mapping) else getattr(item, "__dict__", {})
    name = found.get("key", found.get("value"))
    return _short(name) if isinstance(name, str | int) and name != "" else str(position + 1)


def _misfit(where: str, expected: LazyString, raw: object) -> Fault:
    message = _l(
        "Isian tidak sesuai: harus %(expected)s, ditemukan %(found)s.",
        expected=expected,
        found=_short(repr(raw)),
    )
    return Fault(where, message)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError
    if NO_TEXT.search(raw):
        raise ValueError
    return raw


def _whole(raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise TypeError
    if abs(raw) > LARGEST:
        raise ValueError
    return raw


def _yes_no(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise TypeError
    return raw


def _decimal(raw: object) -> Decimal:
    if not isinstance(raw, int | str | float | Decimal) or isinstance(raw, bool):
        raise TypeError
    try:
        value = Decimal(str(raw))
        # Longer numbers are no weights, and would only make sums and messages explode.
        ordinary = value.is_finite() and value.adjusted() < 12 and value == round(value, 6)
    except ArithmeticError as error:
        raise ValueError from error
    if not ordinary:
        raise ValueError
    return value


def _date(raw: object) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    yearly = YEARLY_DATE.fullmatch(_text(raw))
    if yearly:
        return date(YEAR_FREE + bool(yearly[1]), int(yearly[2]), int(yearly[3]))
    return date.fromisoformat(_text(raw))


def _texts(raw: object) -> Text2:
    if not isinstance(raw, Mapping):
        raise TypeError
    return {_text(language): _text(text) for language, text in raw.items()}


Scalar = tuple[Callable[[object], Any], Any, LazyString]
SCALARS: dict[Any, Scalar] = {
    str: (_text, "", _l("teks")),
    int: (_whole, 0, _l("bilangan bulat")),
    bool: (_yes_no, False, _l("ya atau tidak")),
    Decimal: (_decimal, Decimal(0), _l("bilangan")),
    date: (_date, date.min, _l("tanggal (TTTT-BB-HH)")),
    Text2: (_texts, {}, _l("teks dua bahasa (id dan en)")),
}
