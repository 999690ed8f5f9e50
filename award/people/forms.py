"""Forms about accounts and the organisations they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    ValidationError,
)
from wtforms.validators import Email, EqualTo, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from award.core.choices import options
from award.core.forms import Form
from award.core.language import local
from award.core.text import clean_line
from award.people.directory import AgencyRecord
from award.people.models import Agency
from award.people.passwords import MINIMUM
from award.people.states import CLASSES, AgencyKind, Role
from award.people.words import KINDS, ROLES

REQUIRED = InputRequired(_l("Bagian ini wajib diisi."))


class SignInForm(Form):
    """Address and password."""

    email = EmailField(_l("Surel"), [REQUIRED, Length(max=254)], filters=[clean_line])
    password = PasswordField(_l("Kata sandi"), [REQUIRED, Length(max=500)])
    submit = SubmitField(_l("Masuk"))


class NewPasswordForm(Form):
    """A password, twice."""

    password = PasswordField(
        _l("Kata sandi baru"),
        [
            REQUIRED,
            Length(MINIMUM, 500, _l("Kata sandi memuat paling sedikit %(min)d huruf atau angka.")),
        ],
        description=_l(
            "Paling sedikit %(min)d huruf atau angka. Beberapa kata acak lebih kuat daripada "
            "satu kata rumit.",
            min=MINIMUM,
        ),
    )
    again = PasswordField(
        _l("Ulangi kata sandi"), [REQUIRED, EqualTo("password", _l("Kedua kata sandi berbeda."))]
    )
    submit = SubmitField(_l("Simpan kata sandi"))


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    old = PasswordField(_l("Kata sandi lama"), [REQUIRED, Length(max=500)])


class UserForm(Form):
    """An account: who, where, and in which roles."""

    name = StringField(_l("Nama"), [REQUIRED, Length(max=150)], filters=[clean_line])
    position = StringField(_l("Jabatan"), [Length(max=150)], filters=[clean_line])
    email = EmailField(
        _l("Surel"),
        [REQUIRED, Length(max=254), Email(_l("Alamat surel tidak lengkap."))],
        filters=[clean_line],
    )
    agency = SelectField(_l("Instansi"), coerce=int)
    roles = SelectMultipleField(
        _l("Peran"),
        coerce=Role,
        choices=options((role, ROLES[role]) for role in Role),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    submit = SubmitField(_l("Simpan akun"))

    def validate_roles(self, field: SelectMultipleField) -> None:
        """An account without a role could do nothing."""
        if not field.data:
            raise ValidationError(_l("Pilih paling sedikit satu peran."))


class AgencyForm(Form):
    """What may change about an organisation."""

    name = StringField(_l("Nama resmi"), [REQUIRED, Length(max=200)], filters=[clean_line])
    name_en = StringField(
        _l("Nama dalam bahasa Inggris"), [REQUIRED, Length(max=200)], filters=[clean_line]
    )
    short_name = StringField(_l("Singkatan"), [Optional(), Length(max=60)], filters=[clean_line])
    duty = BooleanField(
        _l("Wajib berinovasi setiap tahun"),
        description=_l("Dihitung pada papan partisipasi."),
    )
    active = BooleanField(
        _l("Masih ada"), description=_l("Yang sudah dibubarkan tidak ditawarkan lagi.")
    )

    def refuse(self, fields: dict[str, object]) -> None:
        """Put the sentences of a refusal beside their fields."""
        for name, sentence in fields.items():
            self[name].errors = [*self[name].errors, sentence]


class NewAgencyForm(AgencyForm):
    """An organisation that is not on the list yet."""

    code = StringField(
        _l("Kode"),
        [
            REQUIRED,
            Regexp(r"[a-z0-9-]{2,60}\Z", message=_l("Pakai huruf kecil, angka, dan tanda hubung.")),
        ],
        filters=[clean_line],
        description=_l("Singkat dan tetap, misalnya univ-contoh; dipakai dalam berkas CSV."),
    )
    kind = SelectField(_l("Jenis"), coerce=AgencyKind, choices=options(KINDS.items()))
    parent = SelectField(_l("Bagian dari"))

    def offer(self, agencies: Sequence[Agency]) -> None:
        """Fill the list of what it may be part of: what itself is part of nothing."""
        tops = ((each.code, local(each.full_name)) for each in agencies if each.parent_id is None)
        self.parent.choices = options([("", _l("Berdiri sendiri")), *tops])

    @property
    def record(self) -> AgencyRecord:
        """What was said."""
        kind: AgencyKind = self.kind.data
        return AgencyRecord(
            code=self.code.data or "",
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            short_name=self.short_name.data or "",
            kind=kind,
            participant_class=CLASSES.get(kind, "perangkat_daerah"),
            parent_code=self.parent.data or None,
            duty=self.duty.data,
        )
