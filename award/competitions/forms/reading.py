"""What a page's rows say: which are kept, in which order, under which key, and where a fault is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, FieldList, Form, FormField
from wtforms.form import BaseForm

from award.competitions.blueprint_faults import LONGEST_KEY
from award.competitions.forms.rows import OWN
from award.core.language import local

PLACE = re.compile(r"(\w+)|\[([^\]]*)\]")


def leaves(holder: BaseForm | Field) -> Iterator[Field]:
    """Every field of a form that holds a value itself."""
    if isinstance(holder, BaseForm | FormField):
        for field in holder:
            yield from leaves(field)
    elif isinstance(holder, FieldList):
        for entry in holder.entries:
            yield from leaves(entry)
    else:
        yield holder


def is_wrong(holder: BaseForm | Field) -> bool:
    """Whether anything in it has an error, found by itself or put there afterwards."""
    return any(field.errors for field in leaves(holder))


def title_of(row: Form) -> str:
    """How a row is called: by its name, or by what was chosen in it."""
    for name in ("name", "title"):
        if name in row:
            return local(row[name].data)
    chosen = row["key"] if "key" in row else row["value"]
    words = {one.value: one.label for one in getattr(chosen, "choices", None) or ()}
    return str(words.get(chosen.data, "")) if chosen.data else ""


def trail(holder: BaseForm | Field, above: str = "") -> Iterator[tuple[Field, str]]:
    """Every leaf and how one gets there: ``Pendaftaran · Nama · Inggris``."""
    if isinstance(holder, FieldList):
        for n, entry in enumerate(holder.entries, 1):
            title = title_of(entry.form) or _("Baris %(n)s", n=n)
            yield from trail(entry.form, _join(above, title))
    elif isinstance(holder, BaseForm | FormField):
        for field in holder:
            inner = not isinstance(field, FieldList)
            yield from trail(field, _join(above, str(field.label.text)) if inner else above)
    else:
        yield holder, above


def _join(above: str, label: str) -> str:
    return f"{above} · {label}" if above else label


def find(form: BaseForm, place: str) -> Field | None:
    """The field at ``calendar[pendaftaran].ends``; ``None`` when no single field is there."""
    found: Any = form
    for name, key in PLACE.findall(place):
        found = _inside(found, name, key)
    return found if isinstance(found, Field) and next(leaves(found), None) is found else None


def _inside(holder: Any, name: str, key: str) -> Any:
    if name and isinstance(holder, BaseForm | FormField):
        within = holder.form if isinstance(holder, FormField) else holder
        return within._fields.get(name)
    if isinstance(holder, FieldList):
        return next((entry for entry in holder.entries if key in _names(entry.form)), None)
    return None


def _names(row: Form) -> list[str]:
    return [str(row[name].data) for name in ("key", "value") if name in row]


def is_blank(row: Form, pristine: Form) -> bool:
    """Whether nothing was typed into the empty row that every list ends with."""
    typed = any(field.process_errors for field in leaves(row))
    return not typed and _plain(row.data) == _plain(pristine.data)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if name not in OWN}
    if isinstance(value, list):
        return [_plain(each) for each in value] or None
    return value or None


def in_order(entries: Collection[Any]) -> list[Any]:
    """By position; a row that was moved comes before or after whoever stands there already."""

    def place(numbered: tuple[int, Any]) -> float:
        now, entry = numbered
        wanted: int | None = entry.form["position"].data
        if wanted is None or wanted == now:
            return now
        return wanted - 0.5 if wanted < now else wanted + 0.5

    return [entry for _now, entry in sorted(enumerate(entries, 1), key=place)]


def give_keys(entries: Collection[Any]) -> None:
    """Give each new row a key made from its name, different from all others on the page.

    Not different from rows that are kept elsewhere: the same page sent twice makes one row.
    """
    taken = {entry.form["key"].data for entry in entries}
    for entry in entries:
        if not entry.form["key"].data:
            entry.form["key"].data = new_key(entry.form.data, taken)
            taken.add(entry.form["key"].data)


def new_key(row: Mapping[str, Any], taken: Collection[str]) -> str:
    """A short name for machines: ``pelayanan_kesehatan``."""
    name = row.get("name") or row.get("title") or {}
    plain = unicodedata.normalize("NFKD", name.get("id", "")).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[: LONGEST_KEY - 4] or "baris"
    numbered = (f"{stem}_{n}" for n in count(2))
    return stem if stem not in taken else next(key for key in numbered if key not in taken)
