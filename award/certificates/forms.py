"""Input about certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from award.approvals.forms import ProposalForm
from award.certificates.anew import DATED, Change
from award.certificates.facts import Fault, in_braces
from award.certificates.models import Signatory
from award.certificates.signatories import named_on, why_not_on
from award.certificates.words import FIELDS, PARTS, sentence_of_braces
from award.core import clock
from award.core.choices import options
from award.core.forms import Form
from award.core.language import long_date
from award.core.text import clean, clean_line

REQUIRED = DataRequired(_l("Bagian ini wajib diisi."))
GIVEN = InputRequired(_l("Bagian ini wajib diisi."))
AHEAD = timedelta(days=366)
"""How far ahead of today a certificate may be dated: the ceremony is planned, not dreamt of."""


ASKED = frozenset(("place", "signer_office", "signer_name", "issuer"))
"""Facts that are decided by the fields of `PrepareForm`."""
TOLD = {
    ("date_text", "before decree"): "dated",
    ("signer_name", "not in office"): "signatory",
    ("place", "braces"): "place",
    ("place", "too long"): "place",
}
"""The fields of `PrepareForm` that refuse a fault themselves."""


class Dated:
    """The fields for when and where a certificate is signed."""

    dated = DateField(_l("Tanggal piagam"), [GIVEN])
    place = StringField(FIELDS["place"], [REQUIRED, Length(max=40)], filters=[clean_line])

    decided_on: date | None = None
    """The decree's date: no certificate is older than the decision that it rests on."""

    def validate_place(self, field: StringField) -> None:
        """Printed as it is."""
        if in_braces(field.data or ""):
            raise ValidationError(sentence_of_braces())

    def validate_dated(self, field: DateField) -> None:
        """Not before the decision, not in a far future."""
        if field.data is None:
            return
        if self.decided_on and field.data < self.decided_on:
            raise ValidationError(
                _l(
                    "Tanggal piagam mendahului tanggal keputusan, %(date)s.",
                    date=long_date(self.decided_on),
                )
            )
        if field.data > clock.today() + AHEAD:
            raise ValidationError(_l("Tanggal piagam lebih dari setahun dari sekarang."))


class PrepareForm(Dated, Form):
    """What all certificates of a batch say alike."""

    signatory = SelectField(
        _l("Penanda tangan"),
        [GIVEN],
        coerce=int,
        description=_l("Hanya pejabat yang menjabat pada tanggal piagam yang dapat dipilih."),
    )

    known: Mapping[int, Signatory] = {}

    def asks(self, fault: Fault) -> bool:
        """Whether the form says the same at its field, or only asks for what is still empty."""
        if (name := TOLD.get((fault.field, fault.reason))) is not None and self[name].errors:
            return True
        return fault.reason == "missing" and fault.field in ASKED

    def offer_signatories(self, known: Sequence[Signatory], chosen: Signatory | None) -> None:
        """Fill in those who may sign; `chosen` is chosen in an empty form."""
        self.known = {each.id: each for each in known}
        day = self.dated.data or clock.today()
        self.signatory.choices = options((each.id, named_on(each, day)) for each in known)
        if chosen is not None and self.signatory.data is None:
            self.signatory.data = chosen.id

    @property
    def chosen_signatory(self) -> Signatory | None:
        """Who is to sign, as chosen."""
        return self.known.get(self.signatory.data)

    def validate_signatory(self, _field: SelectField) -> None:
        """In office on the certificate's date."""
        if self.chosen_signatory is None or self.dated.data is None:
            return
        if (reason := why_not_on(self.chosen_signatory, self.dated.data)) is not None:
            raise ValidationError(reason)


class RevokeForm(ProposalForm):
    """Why a certificate is to be withdrawn: words that anyone may read afterwards."""

    reason = TextAreaField(
        _l("Alasan pencabutan"),
        [REQUIRED, Length(max=500)],
        filters=[lambda text: clean(text).strip()],
        render_kw={"rows": 3},
        description=_l("Alasan ini tampil di halaman verifikasi yang dapat dibaca siapa pun."),
    )


class RedateForm(Dated, ProposalForm):
    """When and where certificates are signed instead, and why: words that anyone may read
    afterwards."""

    reason = TextAreaField(
        _l("Alasan koreksi"),
        [REQUIRED, Length(max=500)],
        filters=[lambda text: clean(text).strip()],
        render_kw={"rows": 3},
        description=_l("Alasan ini tampil di halaman verifikasi yang dapat dibaca siapa pun."),
    )


class CorrectForm(RedateForm):
    """Which parts of a certificate come anew besides."""

    parts = SelectMultipleField(
        _l("Bagian yang diperbarui"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, changes: Sequence[Change]) -> None:
        """Fill in the parts that differ, all of them chosen in an empty form; place and date are
        chosen by writing them."""
        differing = dict.fromkeys(each.part for each in changes if each.part != DATED)
        self.parts.choices = options((part, PARTS[part]) for part in differing)
        if self.parts.data is None:
            self.parts.data = list(differing)
