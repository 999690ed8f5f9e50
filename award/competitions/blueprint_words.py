"""How a fault's sentence names things: lazily, in the language of whoever reads it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from award.competitions.blueprint_document import Fault, Text2

LANGUAGES = {"id": _l("bahasa Indonesia"), "en": _l("bahasa Inggris")}


FIELDS = {
    "name": _l("nama"),
    "theme": _l("tema"),
    "description": _l("uraian"),
    "integrity": _l("pernyataan integritas"),
    "code_of_conduct": _l("kode etik juri"),
    "categories": _l("kategori"),
    "groups": _l("kelompok usulan"),
    "classes": _l("kelas peserta"),
    "declarations": _l("pernyataan"),
    "form": _l("bagian formulir"),
    "documents": _l("dokumen"),
    "rounds": _l("tahap"),
    "criteria": _l("kriteria"),
    "calendar": _l("jadwal"),
    "reasons": _l("alasan"),
    "tie_rules": _l("aturan nilai seri"),
    "settings": _l("pengaturan"),
    "closing_sentence": _l("kalimat penutup"),
    "title": _l("judul"),
    "prompt": _l("pertanyaan"),
    "who": _l("penilai"),
}


def placed(where: str) -> LazyString:
    """A place in words: ``form[ringkasan].prompt`` is "bagian formulir ringkasan, pertanyaan"."""
    steps = re.findall(r"(\w+)(?:\[([^\]]*)\])?", where)
    return LazyString(
        lambda: ", ".join(f"{FIELDS.get(name, name)} {key}".strip() for name, key in steps)
    )


def untranslated(text: Text2) -> list[str]:
    """The codes of the languages a bilingual text lacks."""
    return [language for language in LANGUAGES if not text.get(language, "").strip()]


def called(name: Text2, key: str) -> LazyString:
    """A thing's name in the reader's language, or its key while it has none."""
    return LazyString(lambda: name.get(_language(), "").strip() or f"“{key}”")


def number(value: Decimal | int) -> LazyString:
    """A number with the reader's separators."""
    return LazyString(lambda: format_decimal(value, locale=_language()).replace("-", "−"))


def day(value: date) -> LazyString:
    """A day and month; a blueprint's year may still be the year-free one, so it is left out."""
    return LazyString(lambda: format_date(value, "d MMMM", locale=_language()))


def known(where: str, found: str, choices: Sequence[str]) -> Iterator[Fault]:
    """A fault when `found` is none of `choices`."""
    if found not in choices:
        message = _l(
            "“%(found)s” tidak dikenal; pilihannya: %(choices)s.",
            found=found,
            choices=", ".join(dict.fromkeys(choices)),
        )
        yield Fault(where, message)


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "id"
