"""Input about how certificates look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    ColorField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from award.certificates.looks import Appearance
from award.certificates.models import Signatory
from award.certificates.printing import designs
from award.certificates.showing import INVENTED_IN_ENGLISH
from award.certificates.signatories import named_on
from award.certificates.states import SignatureMode
from award.certificates.style import Style
from award.certificates.words import COLOURS, MODES, PAPER_NAMES
from award.competitions.models import Edition
from award.core.choices import options
from award.core.forms import Form
from award.core.text import clean, clean_line

NOBODY = 0


class LookForm(Form):
    """Design, paper, texts, pictures, signer; the colours of each design come with `look_form`."""

    design = SelectField(_l("Rancangan"), [InputRequired()])
    paper = SelectField(_l("Kertas"), [InputRequired()])
    title_id = StringField(
        _l("Judul piagam"),
        [Length(max=36)],
        filters=[clean_line],
        description=_l("Kosongkan untuk memakai judul bawaan rancangan."),
    )
    title_en = StringField(
        _l("Judul piagam dalam bahasa Inggris"), [Length(max=36)], filters=[clean_line]
    )
    closing_id = TextAreaField(
        _l("Kalimat penutup"),
        [Length(max=180)],
        filters=[lambda text: clean_line(clean(text))],
        render_kw={"rows": 2},
    )
    closing_en = TextAreaField(
        _l("Kalimat penutup dalam bahasa Inggris"),
        [Length(max=180)],
        filters=[lambda text: clean_line(clean(text))],
        render_kw={"rows": 2},
    )
    emblem = FileField(
        _l("Lambang"), [Optional()], description=_l("PNG atau JPEG, paling besar 2 MB.")
    )
    remove_emblem = BooleanField(_l("Cetak tanpa lambang"))
    with_aksara = BooleanField(_l("Cetak baris aksara Bali di atas nama pemberi penghargaan"))
    aksara = StringField(
        _l("Baris aksara Bali"),
        [Length(max=60)],
        filters=[clean_line],
        description=_l(
            "Ejaan bawaan belum diperiksa. Periksakan kepada petugas bahasa Bali sebelum dicetak."
        ),
    )
    signatory = SelectField(_l("Penanda tangan yang biasa"), coerce=int)
    signature = BooleanField(_l("Cetak gambar tanda tangan"))
    signing = SelectField(_l("Cara penandatanganan"), [InputRequired()])
    courtesy = BooleanField(_l("Sertakan salinan dalam bahasa Inggris untuk setiap piagam"))
    example = SelectField(_l("Yang ditampilkan pada pratinjau"), coerce=int)
    version = IntegerField(widget=HiddenInput(), default=0)

    known: Sequence[Signatory] = ()

    def offer(self, signatories: Sequence[Signatory], examples: Sequence[str], dated: date) -> None:
        """Fill the lists; `dated` is the likely date of the certificates."""
        self.known = signatories
        self.design.choices = options((name, designs.load(name).title) for name in designs.names())
        self.paper.choices = options(PAPER_NAMES.items())
        offices = [(each.id, named_on(each, dated)) for each in signatories]
        self.signatory.choices = options([(NOBODY, _l("Dipilih saat menerbitkan")), *offices])
        self.signing.choices = options((mode.value, MODES[mode]) for mode in offered_modes())
        invented = [
            (0, _l("Isi contoh")),
            (INVENTED_IN_ENGLISH, _l("Isi contoh, salinan bahasa Inggris")),
        ]
        self.example.choices = options([*invented, *enumerate(examples, 1)])

    def chosen(self, before: Appearance) -> Appearance:
        """What was chosen; pictures stay what they were before."""
        sound = self.design.data in designs.names()
        signatory = next((each for each in self.known if each.id == self.signatory.data), None)
        style = Style(
            design=self.design.data or "",
            paper=self.paper.data or "",
            colours=self.colours(self.design.data) if sound else {},
            emblem="" if self.remove_emblem.data else before.style.emblem,
            signature=_signature(signatory) if self.signature.data else "",
            aksara=self.aksara.data or "" if self.with_aksara.data else "",
            signing=_mode(self.signing.data),
        )
        texts = {name: self._both(name) for name in ("title", "closing")}
        return Appearance(style, texts, signatory, bool(self.courtesy.data), self.version.data or 0)

    def _both(self, name: str) -> dict[str, str]:
        return {language: self[f"{name}_{language}"].data or "" for language in ("id", "en")}

    def colours(self, design: str) -> dict[str, str]:
        """The colours chosen for a design that are not its own by default."""
        offered = designs.load(design).colours
        typed = {name: self[f"{design}__{name}"].data or "" for name in offered}
        return {
            name: colour.lower()
            for name, colour in typed.items()
            if colour and colour.lower() != offered[name].default.lower()
        }

    def palettes(self) -> list[tuple[str, str, list[Any]]]:
        """Design by design its name, its title and its colour fields."""
        return [
            (name, designs.load(name).title, [self[each] for each in _colour_fields(name)])
            for name in designs.names()
        ]

    @property
    def sent(self) -> bytes | None:
        """The emblem that was uploaded, or nothing."""
        file = self.emblem.data
        return file.read() if isinstance(file, FileStorage) and file.filename else None


def offered_modes() -> list[SignatureMode]:
    """The ways to sign that this installation offers."""
    demo = current_app.config["DEMO"]
    return [mode for mode in SignatureMode if demo or mode != SignatureMode.DEMO]


def look_form(**options: Any) -> LookForm:
    """A form with the colours of every design."""
    return _form_class()(**options)


@cache
def _form_class() -> type[LookForm]:
    colours = {
        f"{design}__{name}": ColorField(COLOURS.get(colour.label, colour.label), [Optional()])
        for design in designs.names()
        for name, colour in designs.load(design).colours.items()
    }
    return type("LookForm", (LookForm,), colours)


def _colour_fields(design: str) -> list[str]:
    return [f"{design}__{name}" for name in designs.load(design).colours]


def values_of(edition: Edition, look: Appearance) -> dict[str, Any]:
    """What the form shows of a look."""
    style = look.style
    palettes = {
        f"{name}__{colour}": value
        for name in designs.names()
        for colour, value in designs.load(name)
        .palette(style.colours if name == style.design else {})
        .items()
    }
    texts = {
        f"{name}_{language}": look.text(name, language)
        for name in ("title", "closing")
        for language in ("id", "en")
    }
    return {
        **palettes,
        **texts,
        "design": style.design,
        "paper": style.paper,
        "with_aksara": bool(style.aksara),
        "aksara": style.aksara or edition.settings.aksara,
        "signatory": look.signatory.id if look.signatory else NOBODY,
        "signature": bool(style.signature),
        "signing": style.signing.value,
        "courtesy": look.courtesy,
        "version": look.version,
    }


def _signature(signatory: Signatory | None) -> str:
    # Without a picture something stands here that no picture has: the action says why not.
    return (signatory.picture if signatory else "") or "-"


def _mode(typed: str | None) -> SignatureMode:
    return SignatureMode(typed) if typed in set(SignatureMode) else SignatureMode.WET
