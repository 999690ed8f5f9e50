"""Input about certificates."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from award.approvals.forms import ProposalForm
from award.certificates import designs
from award.certificates.facts import Signer, is_elected
from award.certificates.nip import digits, is_nip
from award.certificates.style import Style
from award.certificates.words import FIELDS, NIP_OF_ELECTED, WRONG_NIP
from award.core import clock
from award.core.language import long_date
from award.core.text import clean, clean_line

REQUIRED = DataRequired(_l("Bagian ini wajib diisi."))
AHEAD = timedelta(days=366)
"""How far ahead of today a certificate may be dated: the ceremony is planned, not dreamt of."""


class PrepareForm(FlaskForm):
    """What all certificates of a batch say alike."""

    signer_office = StringField(
        FIELDS["signer_office"],
        [REQUIRED, Length(max=80)],
        filters=[clean_line],
        description=_l("Seperti tercetak, misalnya BUPATI BADUNG."),
    )
    signer_name = StringField(
        FIELDS["signer_name"], [REQUIRED, Length(max=80)], filters=[clean_line]
    )
    signer_rank = StringField(
        FIELDS["signer_rank"], [Optional(), Length(max=60)], filters=[clean_line]
    )
    signer_nip = StringField(
        FIELDS["signer_nip"],
        [Optional(), Length(max=30)],
        filters=[clean_line],
        description=_l("18 angka. Kosongkan bagi bupati dan wakil bupati."),
    )
    dated = DateField(_l("Tanggal piagam"), [REQUIRED])
    place = StringField(FIELDS["place"], [REQUIRED, Length(max=40)], filters=[clean_line])
    closing = TextAreaField(
        FIELDS["closing"],
        [Optional(), Length(max=180)],
        filters=[lambda text: clean_line(clean(text))],
        render_kw={"rows": 2},
    )
    design = SelectField(_l("Rancangan"), [REQUIRED])

    decided_on: date | None = None
    """The decree's date: no certificate is older than the decision that it rests on."""

    def offer_designs(self) -> None:
        """Fill in the designs at hand."""
        self.design.choices = [(name, designs.load(name).title) for name in designs.names()]

    facts_asked = frozenset(
        ("signer_office", "signer_name", "signer_rank", "signer_nip", "place", "closing", "issuer")
    )
    """Facts that these fields decide; each limit of a design is a limit of its field."""

    @property
    def sound_design(self) -> str:
        """The design chosen; the first one where what was sent is none."""
        names = designs.names()
        return self.design.data if self.design.data in names else names[0]

    @property
    def style(self) -> Style:
        """How the batch looks."""
        return Style(design=self.sound_design)

    @property
    def signer(self) -> Signer:
        """Who signs."""
        return Signer(
            self.signer_office.data or "",
            self.signer_name.data or "",
            self.signer_rank.data or "",
            self.signer_nip.data or "",
        )

    def validate_signer_nip(self, field: StringField) -> None:
        """Elected officials have no number; others have a sound one or none."""
        if is_elected(self.signer_office.data or ""):
            raise ValidationError(NIP_OF_ELECTED)
        if not is_nip(digits(field.data)):
            raise ValidationError(WRONG_NIP)

    def validate_dated(self, field: DateField) -> None:
        """Not before the decision, not in a far future."""
        if self.decided_on and field.data < self.decided_on:
            raise ValidationError(
                _l(
                    "Tanggal piagam mendahului tanggal keputusan, %(date)s.",
                    date=long_date(self.decided_on),
                )
            )
        if field.data > clock.today() + AHEAD:
            raise ValidationError(_l("Tanggal piagam lebih dari setahun dari sekarang."))


class RevokeForm(ProposalForm):
    """Why a certificate is to be withdrawn: words that anyone may read afterwards."""

    reason = TextAreaField(
        _l("Alasan pencabutan"),
        [REQUIRED, Length(max=500)],
        filters=[lambda text: clean(text).strip()],
        render_kw={"rows": 3},
        description=_l("Alasan ini tampil di halaman verifikasi yang dapat dibaca siapa pun."),
    )


class CodeForm(FlaskForm):
    """A verification code as typed; sent with GET, so without a token."""

    class Meta:
        """Nothing is written."""

        csrf = False

    kode = StringField(
        FIELDS["code"],
        [REQUIRED, Length(max=100)],
        description=_l(
            "20 huruf dan angka di samping kode QR. "
            "Huruf besar, spasi, dan tanda hubung tidak berpengaruh."
        ),
    )
