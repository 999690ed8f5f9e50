"""Input about the people and offices honoured beside an entry."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import Length

from award.certificates.honourees import Team
from award.certificates.states import Kind
from award.core.forms import Form

MUCH = Length(max=50_000)


class TeamForm(Form):
    """Names, one a line."""

    members = TextAreaField(
        _l("Anggota tim inovasi"),
        [MUCH],
        render_kw={"rows": 8},
        description=_l(
            "Satu nama tiap baris, dengan gelar, seperti tercetak. Urutan baris menjadi urutan "
            "nomor piagam."
        ),
    )

    def show(self, team: Team) -> None:
        """Fill in those who are named already."""
        self.members.data = _lines(team, Kind.MEMBER)


class BesideForm(TeamForm):
    """Names of members and of who replicates the innovation."""

    partners = TextAreaField(
        _l("Mitra replikasi"),
        [MUCH],
        render_kw={"rows": 4},
        description=_l("Satu instansi, desa, atau orang tiap baris."),
    )

    def show(self, team: Team) -> None:
        """Fill in those who are named already."""
        super().show(team)
        self.partners.data = _lines(team, Kind.PARTNER)


class NamesForm(Form):
    """A table of names."""

    file = FileField(
        _l("Berkas CSV"),
        [FileRequired(_l("Pilih berkas lebih dahulu."))],
        description=_l(
            "Kolom: nomor atau judul usulan, jenis (anggota atau mitra), dan nama. Nama yang sudah "
            "ada dilewati; tidak ada nama yang dihapus."
        ),
    )


def _lines(team: Team, kind: Kind) -> str:
    return "\n".join(each.name for each in team.of(kind))
