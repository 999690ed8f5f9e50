"""Advice as a plain document and back: what the worker computes and pages read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from award.results import advice
from award.results.advice import Advice, EntryAdvice, Firmness
from award.results.fairness.notes import Agreement, Remark


def write(found: Advice | tuple[Firmness, ...]) -> Any:
    """The JSON-able form; a round's entries as rows of numbers, since there may be thousands."""
    if isinstance(found, tuple):
        return _plain(found)
    rest = {each.name: getattr(found, each.name) for each in fields(found)}
    entries = rest.pop("entries")
    return {
        "entries": {str(one): astuple(each) for one, each in entries.items()},
        **{name: _plain(value) for name, value in rest.items()},
    }


def read_advice(document: Mapping[str, Any]) -> Advice:
    """A round's advice out of its document."""
    hints = _hints(Advice)
    rest = {name: _read(hints[name], raw) for name, raw in document.items() if name != "entries"}
    entries = {int(one): _entry(row) for one, row in document["entries"].items()}
    return Advice(entries=entries, **rest)


def read_lines(document: list[Any]) -> tuple[Firmness, ...]:
    """The winners' lines out of their document."""
    return cast(tuple[Firmness, ...], _read(tuple[Firmness, ...], document))


def _entry(row: list[Any]) -> EntryAdvice:
    adjusted, rank, span, z, z_rank = row
    return EntryAdvice(adjusted, rank, None if span is None else (span[0], span[1]), z, z_rank)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, {**vars(advice), "Agreement": Agreement, "Remark": Remark})


def _read(hint: Any, raw: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return None if raw is None else _read(inner[0], raw)
    if origin is tuple:
        kinds = [inner[0]] * len(raw) if inner[-1] is Ellipsis else inner
        return tuple(_read(kind, each) for kind, each in zip(kinds, raw, strict=True))
    if origin is not None:
        return {inner[0](key): _read(inner[1], each) for key, each in raw.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{name: _read(hints[name], each) for name, each in raw.items()})
    return hint(raw)
