"""Input about innovations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from award.core import forms
from award.core.choices import options
from award.core.language import local
from award.core.text import clean_line
from award.innovations.description import Description
from award.innovations.models import Innovation
from award.innovations.states import Form, Initiator, Kind, Lifecycle, Stage
from award.innovations.words import FORMS, INITIATORS, KINDS, LIFECYCLES, SDGS, STAGES
from award.people.models import Agency

REQUIRED = InputRequired(_l("Bagian ini wajib diisi."))
CHOOSE = InputRequired(_l("Pilih salah satu."))
NONE = 0
"""The choice of no earlier innovation."""


class WhenGiven(Optional):
    """Lets an empty field pass without calling it optional: the stage decides that."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, object] = {}


def _choice(label: object, words: dict[Any, Any], kind: Any) -> RadioField:
    return RadioField(label, [CHOOSE], coerce=kind, choices=options(words.items()))


class InnovationForm(forms.Form):
    """What an agency says about an innovation."""

    agency = SelectField(_l("Unit pemilik"), coerce=int)
    title = StringField(_l("Nama inovasi"), [REQUIRED], filters=[clean_line])
    summary = TextAreaField(
        _l("Ringkasan untuk publik"),
        [Optional()],
        description=_l("Dua atau tiga kalimat untuk galeri inovasi: masalah, cara baru, hasil."),
    )
    stage = _choice(_l("Tahap"), STAGES, Stage)
    started_on = DateField(
        _l("Tanggal mulai penerapan"),
        [WhenGiven()],
        invalid_value_message=_l("Tanggal ini tidak ada. Tulis hari, bulan, dan tahun."),
        description=_l("Wajib untuk tahap Penerapan: dari tanggal ini usia inovasi dihitung."),
    )
    form = _choice(_l("Bentuk"), FORMS, Form)
    kind = _choice(_l("Jenis"), KINDS, Kind)
    application = BooleanField(
        _l("Inovasi ini berupa aplikasi"),
        description=_l("Aplikasi perlu melampirkan isian SPBE."),
    )
    initiator = _choice(_l("Inisiator"), INITIATORS, Initiator)
    lifecycle = SelectField(
        _l("Keberlangsungan"), coerce=Lifecycle, choices=options(LIFECYCLES.items())
    )
    sdgs = SelectMultipleField(
        _l("Tujuan pembangunan berkelanjutan (TPB)"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    origin = StringField(
        _l("Inovasi asal dan pemiliknya"),
        [Optional()],
        filters=[clean_line],
        description=_l("Hanya untuk replikasi: inovasi yang ditiru dan instansi pemiliknya."),
    )
    predecessor = SelectField(
        _l("Lanjutan dari inovasi"),
        coerce=int,
        description=_l("Bila inovasi ini mengembangkan inovasi Anda yang terdahulu."),
    )
    version = IntegerField(widget=HiddenInput())

    def offer(self, agencies: list[Agency], earlier: list[Innovation]) -> None:
        """Fill the lists that depend on who asks."""
        self.sdgs.choices = options((goal, f"{goal}. {name}") for goal, name in SDGS.items())
        self.agency.choices = options((each.id, local(each.full_name)) for each in agencies)
        titles = ((each.id, each.title) for each in earlier)
        self.predecessor.choices = options([(NONE, _l("Bukan lanjutan")), *titles])

    def show(self, innovation: Innovation) -> None:
        """Fill in what is known, where the fields are not simply named alike."""
        self.agency.data = innovation.agency_id
        self.predecessor.data = innovation.predecessor_id or NONE

    @property
    def description(self) -> Description:
        """What was said."""
        return Description(
            title=self.title.data or "",
            summary=self.summary.data or "",
            stage=self.stage.data,
            form=self.form.data,
            kind=self.kind.data,
            application=self.application.data,
            initiator=self.initiator.data,
            lifecycle=self.lifecycle.data,
            started_on=self.started_on.data,
            sdgs=tuple(self.sdgs.data or ()),
            origin=self.origin.data or "",
            predecessor_id=self.predecessor.data or None,
        )

    def refuse(self, fields: dict[str, object]) -> None:
        """Put the sentences of a refusal beside their fields."""
        for name, sentence in fields.items():
            field = self["predecessor" if name == "predecessor_id" else name]
            field.errors = [*field.errors, sentence]
