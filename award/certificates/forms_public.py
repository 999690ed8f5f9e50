"""Input of those who check a certificate; nothing is written, so nothing carries a token."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import StringField, ValidationError
from wtforms.validators import Length, Optional

from award.certificates.forms import REQUIRED
from award.certificates.verifying.checking import LARGEST_FILE
from award.certificates.words import FIELDS
from award.core.forms import Form

LARGEST_MEGABYTES = LARGEST_FILE // 2**20


class Open(Form):
    """A form of a page that anyone may send."""

    class Meta(Form.Meta):
        """Nothing is written."""

        csrf = False


class CodeForm(Open):
    """A verification code as typed, and the number beside it to be compared; sent with GET."""

    nomor = StringField(
        FIELDS["number"],
        [Optional(), Length(max=100)],
        description=_l("Bila diisi, nomor dicocokkan dengan kodenya."),
    )
    kode = StringField(
        FIELDS["code"],
        [REQUIRED, Length(max=100)],
        description=_l(
            "20 huruf dan angka di samping kode QR. "
            "Huruf besar, spasi, dan tanda hubung tidak berpengaruh."
        ),
    )


class FileForm(Open):
    """A PDF to be compared with what was issued."""

    berkas = FileField(
        _l("Berkas PDF"),
        description=_l(
            "Paling besar %(most)d MB. Berkas hanya dibandingkan, tidak disimpan.",
            most=LARGEST_MEGABYTES,
        ),
    )

    most = LARGEST_FILE
    content = b""

    def validate_berkas(self, field: FileField) -> None:
        """A file that holds something."""
        self.content = field.data.read() if field.data else b""
        if not self.content:
            raise ValidationError(_l("Pilih berkas PDF piagam."))
        if len(self.content) > LARGEST_FILE:
            raise ValidationError(TOO_LARGE)


TOO_LARGE = _l(
    "Berkas ini lebih besar dari %(most)d MB, jadi bukan piagam asli dari kami. "
    "Periksa dengan kodenya.",
    most=LARGEST_MEGABYTES,
)
