"""The form that all forms are: WTForms has no Indonesian of its own, so its words are ours."""

from __future__ import annotations

from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

SHORTER = _l("Paling banyak %(max)d huruf atau angka.")
LONGER = _l("Paling sedikit %(min)d huruf atau angka.")
CHOOSE = _l("Pilih salah satu yang tersedia.")
STALE = _l("Formulir ini sudah kedaluwarsa. Muat ulang, lalu kirim lagi.")

WORDS = {
    "This field is required.": _l("Bagian ini wajib diisi."),
    "Invalid input.": _l("Isian ini tidak sesuai bentuk yang diminta."),
    "Field must be equal to %(other_name)s.": _l("Isian ini harus sama dengan %(other_name)s."),
    "Field must be at least %(min)d character long.": LONGER,
    "Field cannot be longer than %(max)d character.": SHORTER,
    "Field must be exactly %(max)d character long.": _l("Harus tepat %(max)d huruf atau angka."),
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "Antara %(min)d dan %(max)d huruf atau angka."
    ),
    "Number must be at least %(min)s.": _l("Angka paling kecil %(min)s."),
    "Number must be at most %(max)s.": _l("Angka paling besar %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Angka antara %(min)s dan %(max)s."),
    "Invalid email address.": _l("Alamat surel tidak lengkap."),
    "Invalid URL.": _l("Alamat web tidak lengkap, contohnya https://contoh.id/halaman."),
    "Not a valid choice.": CHOOSE,
    "Invalid Choice: could not coerce.": CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE,
    "'%(value)s' is not a valid choice for this field.": CHOOSE,
    "Not a valid datetime value.": _l("Tulis tanggal dan jam yang ada di kalender."),
    "Not a valid date value.": _l("Tulis tanggal yang ada di kalender."),
    "Not a valid time value.": _l("Tulis jam antara 00.00 dan 23.59."),
    "Not a valid integer value.": _l("Tulis bilangan bulat, contohnya 12."),
    "Not a valid decimal value.": _l("Tulis angka, contohnya 12,5."),
    "CSRF token missing.": STALE,
    "The CSRF token is missing.": STALE,
    "The CSRF session token is missing.": STALE,
    "The CSRF tokens do not match.": STALE,
    "The CSRF token is invalid.": STALE,
    "The CSRF token has expired.": STALE,
}


class Words:
    """What WTForms asks for its sentences."""

    def gettext(self, sentence: str) -> str:
        """Our sentence for WTForms' English one."""
        return str(WORDS.get(sentence, sentence))

    def ngettext(self, singular: str, _plural: str, _count: int) -> str:
        """Indonesian has one form for every number."""
        return self.gettext(singular)


class Spoken:
    """WTForms' settings of every form and of every part of one."""

    def get_translations(self, _form: Any) -> Words:
        """Our sentences."""
        return Words()


class Form(FlaskForm):
    """A form with its token, speaking the language of the page."""

    class Meta(Spoken):
        """WTForms' settings."""


class Inner(wtforms.Form):
    """Fields that stand together inside a form."""

    class Meta(Spoken):
        """WTForms' settings."""
