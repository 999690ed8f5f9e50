"""Forms about signing: files brought back, and the passphrase of our own key."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import PasswordField, ValidationError
from wtforms.validators import InputRequired, Length

from award.core.forms import Form


class ReturnForm(Form):
    """Signed certificates: one ZIP, or PDFs."""

    files = MultipleFileField(_l("ZIP atau PDF bertanda tangan"))

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one file has been chosen."""
        field.data = [each for each in field.data or () if getattr(each, "filename", "")]
        if not field.data:
            raise ValidationError(_l("Pilih satu ZIP atau beberapa PDF."))


class PassphraseForm(Form):
    """Opens the organisation's key for one run; kept nowhere."""

    passphrase = PasswordField(
        _l("Frasa sandi kunci"),
        validators=[InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
