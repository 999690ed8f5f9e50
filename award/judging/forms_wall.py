"""Forms about panels and conflicts of interest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from award.core.choices import options
from award.core.forms import Form
from award.core.text import clean, clean_line
from award.entries.models import Entry
from award.judging.states import ConflictKind, SeatRole
from award.judging.words_wall import CONFLICTS, SEATS
from award.people.models import Agency, User
from award.people.words import named

REQUIRED = InputRequired(_l("Bagian ini wajib diisi."))
MOST = 500


class SeatForm(Form):
    """What a judge can take in a round."""

    role = RadioField(_l("Kedudukan"), choices=options(SEATS.items()), coerce=SeatRole)
    cap = IntegerField(
        _l("Batas beban"),
        [Optional(), NumberRange(0, MOST)],
        description=_l("Usulan paling banyak untuk juri ini. Kosong: tanpa batas."),
    )
    target = IntegerField(
        _l("Beban yang diinginkan"),
        [Optional(), NumberRange(0, MOST)],
        description=_l("Kosong: dibagi rata dengan juri lain."),
    )
    categories = SelectMultipleField(
        _l("Kategori yang dikuasai"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    expertise = StringField(
        _l("Bidang dan bahasa keahlian"),
        [Optional(), Length(max=300)],
        filters=[clean_line],
        description=_l("Pisahkan dengan koma, contohnya: kesehatan, bahasa Bali, statistik."),
    )


@dataclass(frozen=True)
class About:
    """What a conflict is about: an entry or an agency, by number."""

    entry_id: int | None = None
    agency_id: int | None = None


class ConflictForm(Form):
    """What binds someone to an entry or an agency."""

    about = SelectField(_l("Usulan atau instansi"), [REQUIRED])
    kind = RadioField(
        _l("Hubungan"), [REQUIRED], choices=options(CONFLICTS.items()), coerce=ConflictKind
    )
    note = TextAreaField(
        _l("Keterangan"),
        [Optional(), Length(max=1000)],
        filters=[clean],
        description=_l("Hanya dibaca panitia."),
    )

    def offer(self, entries: Iterable[Entry], agencies: Iterable[Agency]) -> None:
        """Let one of these be chosen."""
        self.about.choices = [
            *options([("", _("Pilih"))]),
            *options(((f"e{each.id}", each.title) for each in entries), _("Usulan")),
            *options(
                ((f"a{number}", name) for number, name in named(agencies)),
                _("Seluruh usulan satu instansi"),
            ),
        ]

    @property
    def subject(self) -> About:
        """What was chosen."""
        number = int(self.about.data[1:])
        entry = self.about.data.startswith("e")
        return About(number if entry else None, None if entry else number)


class RegisterForm(ConflictForm):
    """The same, written down by an organiser for somebody."""

    person = SelectField(_l("Orang"), [REQUIRED], coerce=int)

    def people(self, people: Iterable[User]) -> None:
        """Let one of these be chosen."""
        self.person.choices = options(
            (each.id, f"{each.name} ({each.agency.label})") for each in people
        )


class RecusalForm(Form):
    """What binds a judge to the entry at hand."""

    kind = ConflictForm.kind
    note = ConflictForm.note


class LeavingForm(Form):
    """An agency that someone left."""

    agency = SelectField(_l("Instansi"), [REQUIRED], coerce=int)
    left_on = DateField(
        _l("Hari terakhir bekerja di sana"),
        [InputRequired(_l("Bagian ini wajib diisi."))],
        description=_l("Selama 24 bulan sejak hari itu, usulan instansi ini tidak dinilai."),
    )

    def offer(self, agencies: Iterable[Agency]) -> None:
        """Let one of these be chosen."""
        self.agency.choices = options(named(agencies))


class RegisterLeavingForm(LeavingForm):
    """The same, written down by an organiser for somebody."""

    person = RegisterForm.person
    people = RegisterForm.people
