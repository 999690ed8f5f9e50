"""Input about those who sign certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from award.certificates.signatories import Tenure
from award.certificates.words import FIELDS
from award.core import clock
from award.core.forms import Form
from award.core.text import clean, clean_line

REQUIRED = DataRequired(_l("Bagian ini wajib diisi."))
GIVEN = InputRequired(_l("Bagian ini wajib diisi."))


def _lines(text: str | None) -> str:
    """Each line cleaned, without empty ones."""
    return "\n".join(filter(None, map(clean_line, clean(text).split("\n"))))


class SignatoryForm(Form):
    """Who signs, in which office, from when until when."""

    office = TextAreaField(
        FIELDS["signer_office"],
        [REQUIRED, Length(max=80)],
        filters=[_lines],
        render_kw={"rows": 2},
        description=_l(
            "Seperti tercetak, juga barisnya. Misalnya BUPATI BADUNG; atau a.n. BUPATI BADUNG, dan "
            "di baris berikutnya SEKRETARIS DAERAH."
        ),
    )
    name = StringField(
        FIELDS["signer_name"],
        [REQUIRED, Length(max=80)],
        filters=[clean_line],
        description=_l("Dengan gelar, seperti tercetak."),
    )
    rank = StringField(FIELDS["signer_rank"], [Optional(), Length(max=60)], filters=[clean_line])
    nip = StringField(
        FIELDS["signer_nip"],
        [Optional(), Length(max=30)],
        filters=[clean_line],
        description=_l("18 angka. Kosongkan bagi bupati dan wakil bupati."),
    )
    valid_from = DateField(_l("Menjabat sejak"), [GIVEN])
    valid_until = DateField(
        _l("Hari terakhir menjabat"),
        [Optional()],
        description=_l("Kosongkan selama masih menjabat."),
    )
    picture = FileField(
        _l("Gambar tanda tangan"),
        [Optional()],
        description=_l(
            "PNG atau JPEG, paling besar 2 MB; PNG berlatar transparan tercetak paling rapi. "
            "Hanya dipakai pada rancangan yang memintanya."
        ),
    )
    remove_picture = BooleanField(_l("Hapus gambar tanda tangan yang tersimpan"))

    @property
    def tenure(self) -> Tenure:
        """What was typed, as an action takes it."""
        return Tenure(
            office=self.office.data,
            name=self.name.data,
            rank=self.rank.data or "",
            nip=self.nip.data or "",
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
        )

    @property
    def chosen(self) -> bytes | None:
        """The picture that was uploaded, or nothing."""
        sent = self.picture.data
        return sent.read() if isinstance(sent, FileStorage) and sent.filename else None


class EndForm(Form):
    """The last day on which somebody signs."""

    last_day = DateField(_l("Hari terakhir menjabat"), [GIVEN], default=clock.today)
