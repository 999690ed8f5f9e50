"""Forms of proposing and answering."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length

from award.core.forms import Form

REQUIRED = InputRequired(_l("Bagian ini wajib diisi."))
PASSWORD_AGAIN = _l("Kata sandi Anda untuk masuk, sekali lagi.")


class ProposalForm(Form):
    """Why, and the password again; a kind with details adds its fields in a subclass."""

    reason = TextAreaField(_l("Alasan"), [REQUIRED, Length(max=2000)], render_kw={"rows": 3})
    password = PasswordField(
        _l("Kata sandi"),
        [REQUIRED, Length(max=500)],
        description=PASSWORD_AGAIN,
        render_kw={"autocomplete": "current-password"},
    )


class ConfirmForm(Form):
    """The second person's view of it, and the password again."""

    remark = TextAreaField(_l("Pertimbangan"), [REQUIRED, Length(max=2000)], render_kw={"rows": 3})
    password = PasswordField(
        _l("Kata sandi"),
        [REQUIRED, Length(max=500)],
        description=PASSWORD_AGAIN,
        render_kw={"autocomplete": "current-password"},
    )


class DeclineForm(Form):
    """Why not."""

    refusal = TextAreaField(
        _l("Alasan penolakan"), [REQUIRED, Length(max=2000)], render_kw={"rows": 2}
    )
