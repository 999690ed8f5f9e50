"""Forms of the organiser's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from award.approvals.forms import ProposalForm
from award.core.choices import options
from award.core.forms import Form
from award.core.language import local
from award.results.queries import CategoryStandings, Standing
from award.results.states import WINNING_PLACES

REQUIRED = InputRequired(_l("Bagian ini wajib diisi."))
POSITION = "posisi-"
UNCHOSEN = 0


class VoteForm(Form):
    """The plenary's order of a tie: a position for each entry, and why."""

    reason = TextAreaField(_l("Alasan keputusan pleno"), [REQUIRED, Length(max=2000)])

    def positions(self) -> list[SelectField]:
        """The fields of the entries."""
        return [each for each in self if each.name.startswith(POSITION)]

    def order(self) -> list[int]:
        """Entry numbers, the best first."""
        chosen = sorted(self.positions(), key=lambda field: field.data)
        return [int(field.name.removeprefix(POSITION)) for field in chosen]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each position goes to one entry."""
        valid = super().validate(extra_validators)
        given = [field.data for field in self.positions()]
        for field in self.positions():
            if field.data == UNCHOSEN:
                field.errors = [*field.errors, _l("Pilih urutan usulan ini.")]
            elif given.count(field.data) > 1:
                field.errors = [*field.errors, _l("Urutan ini dipilih lebih dari satu kali.")]
            valid = valid and not field.errors
        return bool(valid)


def vote_form(tied: Sequence[Standing]) -> VoteForm:
    """A form with a position for each of the tied entries."""
    numbers = range(1, len(tied) + 1)
    choices = options([(UNCHOSEN, _l("Pilih urutan")), *((each, str(each)) for each in numbers)])
    fields = {
        f"{POSITION}{one.entry_id}": SelectField(
            f"{one.title} ({local(one.entrant)})", coerce=int, choices=choices, default=UNCHOSEN
        )
        for one in tied
    }
    return type("VoteFormOfTie", (VoteForm,), fields)()  # type: ignore[no-any-return]


class DecideForm(Form):
    """Categories in which a tie on the line goes on as a whole."""

    widen = SelectMultipleField(
        _l("Luaskan batas"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def decide_form(split: Sequence[CategoryStandings]) -> DecideForm:
    """The form for the categories whose line runs through a tie."""
    form = DecideForm()
    form.widen.choices = options((each.category.id, each.category.key) for each in split)
    return form


class FreezeForm(Form):
    """How many places each category has."""

    juara = SelectField(
        _l("Juara per kategori"),
        coerce=int,
        choices=options((n, str(n)) for n in (1, 2, 3)),
        default=3,
    )
    harapan = SelectField(
        _l("Juara Harapan per kategori"),
        coerce=int,
        choices=options((n, str(n)) for n in (0, 1, 2, 3)),
        default=3,
    )

    def places(self) -> tuple[str, ...]:
        """The places chosen, best first."""
        return (*WINNING_PLACES[: self.juara.data], *WINNING_PLACES[3 : 3 + self.harapan.data])


class ReasonForm(Form):
    """Why something is taken back."""

    reason = TextAreaField(_l("Alasan"), [REQUIRED, Length(max=2000)])


class PublishForm(Form):
    """The decree under which results become public."""

    decree_number = StringField(_l("Nomor Keputusan Bupati"), [REQUIRED, Length(max=100)])
    decree_date = DateField(_l("Tanggal keputusan"), [REQUIRED])


class EmptyForm(Form):
    """A confirmation without a field."""


class AnswerForm(Form):
    """The organiser's answer to an objection."""

    state = RadioField(
        _l("Jawaban"),
        [REQUIRED],
        choices=options(
            [("upheld", _l("Sanggahan diterima")), ("rejected", _l("Sanggahan ditolak"))]
        ),
    )
    reason = TextAreaField(_l("Alasan"), [REQUIRED, Length(max=5000)])
    effect = TextAreaField(
        _l("Akibatnya bila diterima"),
        [Length(max=5000)],
        description=_l(
            "Misalnya: penetapan diganti oleh dua panitia, atau hasil dibuka dan dihitung ulang."
        ),
    )


class ObjectionForm(Form):
    """What an agency objects to."""

    text = TextAreaField(
        _l("Isi sanggahan"),
        [REQUIRED, Length(max=5000)],
        description=_l("Sebutkan bagian yang Anda sanggah dan buktinya."),
    )


class DissentForm(Form):
    """A judge's different opinion."""

    text = TextAreaField(
        _l("Pendapat berbeda"),
        [REQUIRED, Length(max=5000)],
        description=_l("Tercantum dalam berita acara dengan nama Anda dan tidak dapat diubah."),
    )


class OverrideForm(ProposalForm):
    """The outcome that two people agree on."""

    place = SelectField(_l("Ditetapkan sebagai"), validate_choice=True)
