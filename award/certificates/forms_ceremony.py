"""Input for the press and for the day of the ceremony."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from award.certificates.actions.ceremony import TWICE, Details
from award.certificates.ceremony.plan import Guest
from award.certificates.models_ceremony import Ceremony
from award.certificates.packing.piles import Edge, Order
from award.certificates.states import Kind
from award.certificates.words import EDGES, KINDS, ORDERS
from award.core import clock
from award.core.choices import options
from award.core.forms import Form
from award.core.text import clean_line

REQUIRED = InputRequired(_l("Bagian ini wajib diisi."))
LABEL_LENGTH = 12
FROM_CALENDAR = _l("Menurut kalender edisi. Berlaku setelah rincian ini disimpan.")


class PressForm(Form):
    """How a press file is wanted."""

    order = SelectField(_l("Urutan lembar"), choices=options(ORDERS.items()), coerce=Order)
    edge = SelectField(_l("Tepi kertas"), choices=options(EDGES.items()), coerce=Edge)


def _line(label: Any, limit: int, description: Any = "") -> Any:
    checks = [Optional(), Length(max=limit)]
    return StringField(label, checks, filters=[clean_line], description=description)


def _count(label: Any, least: int, most: int, description: Any = "") -> Any:
    checks = [REQUIRED, NumberRange(least, most)]
    return IntegerField(label, checks, description=description)


class CeremonyForm(Form):
    """When, where and by whom certificates are handed over."""

    day = DateField(_l("Tanggal penyerahan"), [Optional()])
    hour = TimeField(_l("Pukul (WITA)"), [Optional()])
    venue = _line(_l("Tempat acara"), 160)
    giver = _line(
        _l("Yang menyerahkan piagam"), 120, _l("Seperti diucapkan pembawa acara: Bupati Badung.")
    )
    collector = _line(_l("Pengambil cetakan"), 120)
    spare = _count(_l("Kertas cadangan (persen)"), 0, 100)
    label_columns = _count(_l("Kolom label pada kertas A4"), 2, 4)
    label_rows = _count(_l("Baris label pada kertas A4"), 4, 10)

    @classmethod
    def of(cls, ceremony: Ceremony, likely: date | None = None) -> CeremonyForm:
        """The form as it was filled last; as long as no day was, with the likely one."""
        if ceremony.starts_at is None:
            form = cls(obj=ceremony, data={"day": likely})
            form.day.description = FROM_CALENDAR if likely else ""
            return form
        starts = ceremony.starts_at.astimezone(clock.WITA)
        return cls(obj=ceremony, data={"day": starts.date(), "hour": starts.time()})

    @property
    def told(self) -> Details:
        """What was entered."""
        day, hour = self.day.data, self.hour.data
        return Details(
            starts_at=clock.wita(day, hour.hour if hour else 0, hour.minute if hour else 0)
            if day
            else None,
            venue=self.venue.data or "",
            giver=self.giver.data or "",
            collector=self.collector.data or "",
            spare=self.spare.data,
            label_columns=self.label_columns.data,
            label_rows=self.label_rows.data,
        )


class RowsForm(Form):
    """Who is seated row by row."""

    kinds = SelectMultipleField(
        _l("Yang mendapat tempat duduk"),
        [REQUIRED],
        choices=options(KINDS.items()),
        coerce=Kind,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    per_row = _count(_l("Kursi dalam satu baris"), 1, 60)


class SeatsForm(Form):
    """A field for each guest, named by the subject; made by :func:`seats_form`."""

    subjects: Mapping[str, str] = {}
    """Names of fields by subject."""

    @property
    def labels(self) -> dict[str, str]:
        """What was entered, by subject."""
        return {subject: self[name].data or "" for subject, name in self.subjects.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: nobody sits on another's seat."""
        sound, seen = super().validate(extra_validators), set()
        for name in self.subjects.values():
            label = (self[name].data or "").casefold()
            if label and label in seen:
                self[name].errors = [*self[name].errors, TWICE]
                sound = False
            seen.add(label)
        return bool(sound)


def seats_form(guests: Sequence[Guest]) -> SeatsForm:
    """The form for these guests with their seats as they are."""
    names = {guest.subject: f"seat-{guest.subject.replace(':', '-')}" for guest in guests}
    seats = {names[guest.subject]: guest.seat for guest in guests}
    fields = {names[guest.subject]: _line(guest.name, LABEL_LENGTH) for guest in guests}
    form = type("Seats", (SeatsForm,), {**fields, "subjects": names})
    return form(data=seats)  # type: ignore[no-any-return]
