"""Input about entries while they are written."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from award.competitions import blueprint as bp
from award.competitions.models import Category, Edition
from award.core.choices import options
from award.core.forms import Form
from award.core.language import local
from award.core.text import clean, clean_line
from award.entries.models import Entry

UNCHOSEN = 0


class OpenForm(Form):
    """In which category and group an innovation takes part."""

    category = SelectField(_l("Kategori"), coerce=int)
    group = RadioField(
        _l("Kelompok"),
        [InputRequired(_l("Pilih salah satu."))],
        description=_l(
            "Replikasi untuk inovasi yang meniru inovasi lain; "
            "Khusus untuk inovasi yang pernah menjadi pemenang."
        ),
    )

    def offer(self, edition: Edition) -> None:
        """Fill the lists from the edition."""
        categories = ((each.id, local(each.name)) for each in edition.categories)
        self.category.choices = options([(UNCHOSEN, _l("Belum dipilih")), *categories])
        self.group.choices = options((each.key, local(each.name)) for each in edition.groups)

    def category_of(self, edition: Edition) -> Category | None:
        """The chosen category."""
        return next((each for each in edition.categories if each.id == self.category.data), None)

    def refuse(self, fields: dict[str, object]) -> None:
        """Put the sentences of a refusal beside their fields."""
        for name, sentence in fields.items():
            self[name].errors = [*self[name].errors, sentence]


class EntryForm(OpenForm):
    """Title, category, group and declarations."""

    title = StringField(
        _l("Judul usulan"),
        [InputRequired(_l("Bagian ini wajib diisi."))],
        filters=[clean_line],
        description=_l("Judul menggambarkan inovasi dan hanya dipakai pada satu usulan."),
    )
    declarations = SelectMultipleField(
        _l("Pernyataan"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    version = IntegerField(widget=HiddenInput())

    def offer(self, edition: Edition) -> None:
        """Fill the lists from the edition."""
        super().offer(edition)
        self.declarations.choices = options(
            (each.key, local(each.name)) for each in edition.declarations
        )

    def show(self, entry: Entry) -> None:
        """Fill in what is known."""
        self.category.data = entry.category_id or UNCHOSEN


def yes_no(value: Any) -> bool | None:
    """What a yes/no question was answered with."""
    return value if isinstance(value, bool) else {"ya": True, "tidak": False}.get(value)


class SectionForm(Form):
    """One section: its text, the answer of a yes/no question, evidence to add."""

    answer = RadioField(
        _l("Jawaban"),
        coerce=yes_no,
        choices=options([("ya", _l("Ya")), ("tidak", _l("Tidak"))]),
        validate_choice=False,
    )
    text = TextAreaField(_l("Tulisan Anda"), filters=[clean])
    file = FileField(_l("Unggah berkas bukti"))
    link = StringField(_l("atau tautan bukti"), filters=[clean_line])
    version = IntegerField(_l("Versi"), widget=HiddenInput())

    def fit(self, section: bp.Section) -> None:
        """Leave out what this section does not ask."""
        if section.kind != "yesno_text":
            del self.answer
        else:
            self.text.label.text = _l("Penjelasan")
        if section.evidence == "none":
            del self.file
            del self.link

    @property
    def given(self) -> bool | None:
        """The answer, for a section that asks one."""
        return self.answer.data if "answer" in self else None

    @property
    def attached(self) -> tuple[str, bytes] | None:
        """Name and content of the file that was chosen."""
        chosen = self.file.data if "file" in self else None
        return (chosen.filename, chosen.read()) if chosen and chosen.filename else None

    @property
    def address(self) -> str:
        """The link that was typed."""
        return (self.link.data or "") if "link" in self else ""

    def refuse(self, fields: dict[str, object]) -> None:
        """Put the sentences of a refusal beside their fields."""
        for name, sentence in fields.items():
            self[name].errors = [*self[name].errors, sentence]
