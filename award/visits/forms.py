"""What organisers and teams type about visits and claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms import TimeField as Time
from wtforms.validators import InputRequired

from award.competitions.models import Edition
from award.core import clock
from award.core.choices import options
from award.core.forms import Form
from award.core.language import local
from award.core.problems import Invalid
from award.visits.models import LONGEST_CLAIM, LONGEST_PLACE, LONGEST_REASON, Claim, Visit
from award.visits.positions import Position, position
from award.visits.scoring import Verdict
from award.visits.states import Settlement
from award.visits.words import SETTLEMENTS


class Told(Form):
    """A form whose action may find fault with single fields."""

    def refuse(self, problem: Invalid) -> None:
        """Show the action's sentences at their fields."""
        for name, sentence in problem.fields.items():
            self[name].errors = [*self[name].errors, sentence]
        if not problem.fields:
            self.form_errors.append(problem.sentence)


class PlanForm(Told):
    """When and where."""

    day = DateField(_l("Tanggal"), [InputRequired(_l("Pilih tanggal kunjungan."))])
    hour = Time(_l("Jam mulai (WITA)"), [InputRequired(_l("Isi jam mulai."))], default=time(9))
    place = StringField(
        _l("Tempat"),
        render_kw={"maxlength": LONGEST_PLACE},
        description=_l("Nama lokasi dan alamat, agar tim dan perangkat daerah bertemu."),
    )

    def starts_at(self) -> datetime:
        """Day and time in Badung."""
        return clock.wita(self.day.data, self.hour.data.hour, self.hour.data.minute)


class MoveForm(PlanForm):
    """When and where instead, and why."""

    reason = TextAreaField(
        _l("Alasan pemindahan"), render_kw={"rows": 3, "maxlength": LONGEST_REASON}
    )

    @classmethod
    def of(cls, visit: Visit) -> MoveForm:
        """The form with what stands now."""
        begins = visit.starts_at.astimezone(clock.WITA)
        return cls(day=begins.date(), hour=begins.time(), place=visit.place)


class CancelForm(Told):
    """Why nobody comes."""

    reason = TextAreaField(
        _l("Alasan pembatalan"), render_kw={"rows": 3, "maxlength": LONGEST_REASON}
    )


class ClaimForm(Told):
    """One claim of the proposal."""

    text = TextAreaField(
        _l("Klaim"),
        render_kw={"rows": 2, "maxlength": LONGEST_CLAIM},
        description=_l("Satu kalimat yang dapat dilihat benar atau tidaknya di lokasi."),
    )
    section = SelectField(_l("Bagian usulan"), choices=[], validate_choice=False)
    impact = BooleanField(
        _l("Klaim dampak"),
        description=_l("Bila tidak terbukti, pleno harus memutuskan sebelum babak ditetapkan."),
    )

    def offer(self, edition: Edition) -> ClaimForm:
        """Fill the list with the sections of the proposal form."""
        sections = [(each.key, local(each.title)) for each in edition.form]
        self.section.choices = options([("", _l("Seluruh usulan")), *sections])
        return self

    @classmethod
    def of(cls, claim: Claim) -> ClaimForm:
        """The form with the claim as it stands."""
        return cls(obj=claim).offer(claim.visit.round.edition)

    def said(self) -> dict[str, Any]:
        """The fields as the action takes them."""
        return {
            "text": self.text.data or "",
            "section": self.section.data or "",
            "impact": self.impact.data,
        }


class SettleForm(Told):
    """What the plenary decided, and why."""

    outcome = RadioField(
        _l("Keputusan pleno"),
        [InputRequired(_l("Pilih satu keputusan."))],
        choices=options((each, SETTLEMENTS[each]) for each in Settlement),
        coerce=Settlement,
    )
    reason = TextAreaField(_l("Alasan pleno"), render_kw={"rows": 4})


@dataclass(frozen=True)
class Answer:
    """A verdict as it was sent, with the version it rests on and the sender's name for it."""

    verdict: Verdict | None
    note: str
    version: int
    key: str

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> Answer:
        """What was sent; raises ``Invalid`` for a verdict that does not exist."""
        chosen = form.get("verdict", "")
        if chosen and chosen not in set(Verdict):
            raise Invalid(_l("Pilih salah satu yang tersedia."))
        return cls(
            verdict=Verdict(chosen) if chosen else None,
            note=form.get("note", ""),
            version=form.get("version", 0, type=int),
            key=form.get("key", ""),
        )


@dataclass(frozen=True)
class Shot:
    """What came along with a photo: the phone's time and place, and whether to keep the place."""

    key: str
    told_at: datetime | None
    keep_position: bool
    told_position: Position | None

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> Shot:
        """What was sent; a time or place that cannot be read counts as not told."""
        return cls(
            key=form.get("key", ""),
            told_at=form.get("taken_at", None, type=_moment),
            keep_position=form.get("with_position", "") == "y",
            told_position=_place(form),
        )


def _place(form: Mapping[str, str]) -> Position | None:
    latitude, longitude = form.get("latitude", ""), form.get("longitude", "")
    return position(latitude, longitude) if latitude and longitude else None


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
