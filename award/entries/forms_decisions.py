"""Input with which entries are signed, given back, withdrawn, screened and excused."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from award.competitions.models import Edition
from award.core.choices import options
from award.core.forms import Form
from award.core.language import local
from award.core.problems import Invalid
from award.entries.states import ScreeningOutcome
from award.entries.words import OUTCOMES


class Decision(Form):
    """A form whose action may find fault with single fields."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def refuse(self, problem: Invalid) -> None:
        """Show the action's sentences at their fields."""
        for name, sentence in problem.fields.items():
            self[name].errors = [*self[name].errors, sentence]
        if not problem.fields:
            self.form_errors.append(problem.sentence)


class SignForm(Decision):
    """The head's tick under the statement of integrity."""

    agreed = BooleanField(_l("Saya menyetujui pernyataan integritas di atas."))


class NoteForm(Decision):
    """Why the head gives an entry back."""

    note = TextAreaField(_l("Catatan untuk penulis"), render_kw={"rows": 4})


class WithdrawForm(Decision):
    """Why the agency takes an entry back."""

    reason = TextAreaField(_l("Alasan penarikan"), render_kw={"rows": 3})


class WaiverForm(Decision):
    """Why an agency is excused."""

    reason = TextAreaField(_l("Alasan pengecualian"), render_kw={"rows": 3})


class ScreenForm(Decision):
    """What the organiser decides and why."""

    outcome = RadioField(
        _l("Keputusan"),
        [InputRequired(_l("Pilih satu keputusan."))],
        coerce=ScreeningOutcome,
    )
    reasons = SelectMultipleField(
        _l("Alasan berkode"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Wajib bila usulan tidak lolos; boleh disertakan bila dikembalikan."),
    )
    note = TextAreaField(
        _l("Catatan untuk pengusul"),
        render_kw={"rows": 4},
        description=_l("Wajib bila usulan dikembalikan."),
    )

    def offer(self, edition: Edition, outcomes: tuple[ScreeningOutcome, ...]) -> None:
        """Fill the lists with what can be decided now and with the edition's reasons."""
        self.outcome.choices = options((each, OUTCOMES[each][0]) for each in outcomes)
        self.reasons.choices = options((each.key, local(each.name)) for each in edition.reasons)
