"""Forms about accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    ValidationError,
)
from wtforms.validators import Email, EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from award.core.choices import options
from award.core.forms import Form
from award.core.text import clean_line
from award.people.passwords import MINIMUM
from award.people.states import Role
from award.people.words import ROLES

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
