"""The hours of a presentation day as an organiser types them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, StringField, TimeField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange

from award.competitions.models import Round
from award.core import clock
from award.core.forms import Form
from award.core.text import clean_line
from award.judging.models_day import RunningOrder
from award.judging.timetable import Hours

PERIOD = re.compile(r"(\d{1,2})[.:](\d{2})\s*(?:-|–|—|s\.?d\.?)\s*(\d{1,2})[.:](\d{2})")
NOON = "12.00–13.00"


def _minutes(label: object, default: int, least: int = 0) -> IntegerField:
    checks = [InputRequired(), NumberRange(least, 240)]
    return IntegerField(label, checks, default=default, render_kw={"inputmode": "numeric"})


class HoursForm(Form):
    """First day, hours, minutes of an entry, breaks, the lot, and whether all may read it."""

    first_day = DateField(_l("Hari pertama"), [InputRequired()])
    starts = TimeField(_l("Mulai (WITA)"), [InputRequired()], default=time(9))
    ends = TimeField(_l("Selesai paling lambat (WITA)"), [InputRequired()], default=time(16))
    talk = _minutes(_l("Menit paparan"), 7, 1)
    questions = _minutes(_l("Menit tanya jawab"), 13)
    change = _minutes(_l("Menit pergantian"), 5)
    breaks = StringField(
        _l("Jeda"),
        [Length(max=200)],
        default=NOON,
        description=_l("Pisahkan dengan koma, contohnya 10.15–10.30, 12.00–13.00."),
    )
    lot = StringField(
        _l("Nomor undian"),
        [InputRequired(), Length(max=40)],
        filters=[clean_line],
        description=_l(
            "Menentukan urutan di antara pilihan yang sama baiknya. Nomor yang sama selalu "
            "memberi urutan yang sama, jadi siapa pun dapat memeriksanya."
        ),
    )
    open_to_all = BooleanField(
        _l("Tampilkan urutan kepada umum"),
        description=_l("Siapa pun dapat membaca urutan yang sudah diumumkan, tanpa masuk."),
    )

    def validate_ends(self, field: TimeField) -> None:
        """A day ends after it begins."""
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_("Jam selesai harus sesudah jam mulai."))

    def validate_breaks(self, field: StringField) -> None:
        """Every part must be a period that ends after it begins."""
        self.periods = []
        for part in filter(None, (each.strip() for each in re.split("[,;]", field.data or ""))):
            found = PERIOD.fullmatch(part)
            begins, ends = _period(found) if found else (0, 0)
            if not 0 <= begins < ends <= 24 * 60:
                raise ValidationError(_("Tulis jeda seperti 12.00–13.00."))
            self.periods.append((begins, ends))

    @property
    def hours(self) -> Hours:
        """What was typed, once it is valid."""
        return Hours(
            self.first_day.data,
            _of_day(self.starts.data),
            _of_day(self.ends.data),
            self.talk.data,
            self.questions.data,
            self.change.data,
            tuple(sorted(self.periods)),
        )


def kept(order: RunningOrder) -> dict[str, Any]:
    """The values of an order, as the form shows them."""
    return {
        "first_day": order.first_day,
        "starts": _time(order.starts),
        "ends": _time(order.ends),
        "talk": order.talk,
        "questions": order.questions,
        "change": order.change,
        "breaks": ", ".join(
            f"{_time(begins):%H.%M}–{_time(ends):%H.%M}" for begins, ends in order.breaks
        ),
        "lot": order.lot,
        "open_to_all": order.open_to_all,
    }


def first_values(round_: Round, lot: str) -> dict[str, Any]:
    """What a new order starts from: the phase and the minutes of the round."""
    phase, hours = round_.edition.phase(round_.key), first_hours(round_)
    return {
        "first_day": phase.starts if phase else hours.first_day,
        "talk": hours.talk,
        "questions": hours.questions,
        "lot": lot,
    }


def first_hours(round_: Round) -> Hours:
    """The round's own minutes, before an order is made."""
    usual = Hours(clock.today())
    return replace(
        usual,
        talk=round_.talk_minutes or usual.talk,
        questions=round_.question_minutes or usual.questions,
    )


def _period(found: re.Match[str]) -> tuple[int, int]:
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    return from_hour * 60 + from_minute, to_hour * 60 + to_minute


def _of_day(value: time) -> int:
    return value.hour * 60 + value.minute


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
