"""How each kind of value is edited: one field a kind, each refusing what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField as AnyDateField
from wtforms import (
    Field,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from award.core.choices import options
from award.core.forms import Inner
from award.core.language import number

MEBIBYTE = 1024 * 1024
FIRST_YEAR, LAST_YEAR = 2000, 2100
LINE, AREA = 300, 20_000


def tidy(value: str | None) -> str:
    """Text without surrounding space and without the characters no database keeps."""
    return re.sub(r"[\x00\ud800-\udfff]", "", value or "").replace("\r\n", "\n").strip()


def filled(_form: Form, field: Field) -> None:
    """Refuse a field left empty."""
    if field.data in (None, "") and not field.process_errors:
        raise ValidationError(_("Bagian ini wajib diisi."))


def within(longest: int) -> Length:
    """A limit that no sensible text meets."""
    return Length(max=longest, message=_l("Paling banyak %(max)d huruf."))


class LinePair(Inner):
    """One line in both languages; Indonesian must be there, English may follow later."""

    id = StringField(_l("Indonesia"), [filled, within(LINE)], filters=[tidy])
    en = StringField(_l("Inggris"), [within(LINE)], filters=[tidy])


class AreaPair(Inner):
    """A longer text in both languages; either may follow later."""

    id = TextAreaField(_l("Indonesia"), [within(AREA)], filters=[tidy])
    en = TextAreaField(_l("Inggris"), [within(AREA)], filters=[tidy])


def two(label: object, *, area: bool = False, description: object = "") -> FormField:
    """A text in both languages."""
    return FormField(AreaPair if area else LinePair, label=label, description=description)


class Line(StringField):
    """One line of text that must be there."""

    def __init__(self, label: object, longest: int = LINE, **more: Any) -> None:
        super().__init__(label, [filled, within(longest)], filters=[tidy], **more)


class Typed(StringField):
    """A value typed as text: shows what was typed as long as it cannot be read."""

    nothing: Any = None
    """What an empty field means."""

    def __init__(self, label: object, *, needed: bool = True, **more: Any) -> None:
        super().__init__(label, [filled] if needed else [], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep nothing of what cannot be read; the page still shows it."""
        typed = tidy(valuelist[0]) if valuelist else ""
        self.data = self.nothing
        if typed:
            self.data = self.read(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)

    def read(self, typed: str) -> Any:
        """The value; raises ``ValueError`` with a sentence."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The value as it is typed."""
        return str(value)


class Whole(Typed):
    """A whole number, not negative."""

    def read(self, typed: str) -> int:
        """Digits only."""
        if not re.fullmatch(r"\d{1,9}", typed, re.ASCII):
            raise ValueError(_("Isilah bilangan bulat, misalnya 3."))
        return int(typed)


class Percent(Typed):
    """A decimal number; comma and point are both understood."""

    def read(self, typed: str) -> Decimal:
        """At most six decimals, so that sums stay exact and readable."""
        typed = typed.replace("−", "-")  # as it is shown
        if not re.fullmatch(r"-?\d{1,4}([.,]\d{1,6})?", typed, re.ASCII):
            raise ValueError(_("Isilah bilangan, misalnya 20 atau 12,5."))
        return Decimal(typed.replace(",", "."))

    def show(self, value: Decimal) -> str:
        """With the reader's decimal mark."""
        return number(value)


class Megabytes(Typed):
    """A size in bytes, typed in MB."""

    nothing = 0

    def read(self, typed: str) -> int:
        """Bytes."""
        try:
            size = int(Decimal(typed.replace(",", ".")) * MEBIBYTE)
        except (InvalidOperation, ValueError, OverflowError):
            size = -1
        if not 0 <= size <= 16 * MEBIBYTE:
            raise ValueError(_("Isilah ukuran dalam MB, paling besar 16."))
        return size

    def show(self, value: int) -> str:
        """MB with the reader's decimal mark."""
        return number(Decimal(value) / MEBIBYTE) if value else ""


class Levels(Typed):
    """Levels of the scale, separated by commas."""

    nothing = ()

    def read(self, typed: str) -> list[int]:
        """In rising order, each once."""
        if not re.fullmatch(r"\d{1,3}(\s*,\s*\d{1,3})*", typed, re.ASCII):
            raise ValueError(_("Isilah tingkat yang dipisahkan koma, misalnya 1, 2, 5."))
        return sorted({int(level) for level in typed.split(",")})

    def show(self, value: Any) -> str:
        """As it is typed."""
        return ", ".join(str(level) for level in value)


class Day(AnyDateField):
    """A date; years that cannot be meant are refused."""

    def __init__(self, label: object, **more: Any) -> None:
        super().__init__(label, [filled], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """ISO, as browsers send it."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = date.fromisoformat(valuelist[0].strip())
        except ValueError:
            raise ValueError(_("Isilah tanggal, misalnya 2026-04-15.")) from None
        if not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValueError(_("Tahun harus antara 2000 dan 2100."))


def choice(label: object, words: Mapping[str, object], **more: Any) -> SelectField:
    """One of the words; the blueprint's own check refuses anything else."""
    first = next(iter(words), "")
    return SelectField(
        label, choices=options(words.items()), default=first, validate_choice=False, **more
    )


def maybe(label: object, **more: Any) -> SelectField:
    """A choice that may be left open (``None``); its choices are set with the edition at hand."""
    return SelectField(label, coerce=_open_choice, choices=[], validate_choice=False, **more)


def _open_choice(value: str | None) -> str | None:
    return value or None


def several(label: object, words: Mapping[str, object]) -> SelectMultipleField:
    """Any of the words, as boxes to tick."""
    return SelectMultipleField(
        label,
        choices=options(words.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
