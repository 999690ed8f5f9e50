"""Languages, and the one place where dates, numbers and times become text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel, Domain, get_locale, get_translations, gettext
from markupsafe import Markup

from award.core.clock import WIB, WITA, now
from award.core.db import Text2

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
LOCALES = {"id": "id_ID", "en": "en_GB"}
"""How dates and numbers are written."""

babel = Babel()


class Texts(Domain):
    """The texts of the application, found without asking the request about each of them."""

    def get_translations(self) -> Any:
        """The catalogue of the language at hand, read once."""
        said = language()
        if said not in self.cache:
            self.cache[said] = super().get_translations()
        return self.cache[said]


def init_app(app: Flask) -> None:
    """Choose the language per request and give templates the filters."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{app.root_path}/translations"
    babel.init_app(app, locale_selector=chosen)
    babel.domain_instance = Texts()
    app.jinja_env.globals.update(_=sentence, ngettext=counted)
    app.add_template_filter(local)
    app.add_template_filter(long_date)
    app.add_template_filter(short_date)
    app.add_template_filter(moment)
    app.add_template_filter(moment_both)
    app.add_template_filter(hour)
    app.add_template_filter(number)
    app.add_template_filter(days_left)


def sentence(text: str, /, **values: Any) -> Markup:
    """A text of a template in the language at hand; what is put into it is escaped."""
    if values:
        return _said(text, language()) % values
    return _finished(text, language())


def counted(one: str, many: str, num: int, /, **values: Any) -> Markup:
    """The same with a number, which decides between the two texts and is put in as ``num``."""
    return _number_said(one, many, num, language()) % {"num": num, **values}


# A page shows more than a hundred texts, the same ones to everyone: each is looked up once.
@lru_cache(maxsize=8192)
def _said(text: str, _language: str) -> Markup:
    return Markup(get_translations().ugettext(text))  # noqa: S704 - a text of ours


@lru_cache(maxsize=8192)
def _finished(text: str, language: str) -> Markup:
    return _said(text, language) % {}


@lru_cache(maxsize=8192)
def _number_said(one: str, many: str, num: int, _language: str) -> Markup:
    return Markup(get_translations().ungettext(one, many, num))  # noqa: S704 - a text of ours


def chosen() -> str:
    """The language switched to, else the browser's, else Indonesian."""
    if not has_request_context():
        return "id"
    if (language := session.get("language")) in LANGUAGES:
        return str(language)
    return request.accept_languages.best_match(LANGUAGES, default="id")


def language() -> str:
    """``id`` or ``en``."""
    if not has_app_context():
        return "id"
    # A page asks hundreds of times. Where Flask-Babel keeps its answer is looked at first: asking
    # it goes through four proxies.
    kept = getattr(g._get_current_object(), "_flask_babel", None)
    locale = getattr(kept, "babel_locale", None) or get_locale()
    return str(locale.language)


def local(value: Text2 | None) -> str:
    """A bilingual text in the language at hand; Indonesian when that one is empty."""
    if not value:
        return ""
    return value.get(language()) or value.get("id", "")


def _locale() -> str:
    return LOCALES[language()]


def long_date(value: date | datetime | None) -> str:
    """``16 November 2026``, in WITA."""
    return "" if value is None else _dated(_day(value), "d MMMM y", _locale())


def short_date(value: date | datetime | None) -> str:
    """``16 Nov 2026``, in WITA."""
    return "" if value is None else _dated(_day(value), "d MMM y", _locale())


@lru_cache(maxsize=4096)
def _dated(day: date, pattern: str, locale: str) -> str:
    # The calendar of an edition stands on most pages.
    return format_date(day, pattern, locale=locale)


def _day(value: date | datetime) -> date:
    return value.astimezone(WITA).date() if isinstance(value, datetime) else value


def hour(value: datetime | None) -> str:
    """``09.05 WITA`` (English: ``09:05 WITA``)."""
    return "" if value is None else f"{_clock(value, WITA)} WITA"


def _clock(value: datetime, zone: object) -> str:
    separator = "." if language() == "id" else ":"
    return value.astimezone(zone).strftime(f"%H{separator}%M")  # type: ignore[arg-type]


def moment(value: datetime | None) -> str:
    """``16 November 2026 pukul 09.05 WITA``."""
    if value is None:
        return ""
    return str(gettext("%(date)s pukul %(time)s", date=long_date(value), time=hour(value)))


def moment_both(value: datetime | None) -> str:
    """``16 November 2026 pukul 09.05 WITA (08.05 WIB)``: for deadlines read elsewhere too."""
    return "" if value is None else f"{moment(value)} ({_clock(value, WIB)} WIB)"


def number(value: Decimal | float | int | None, places: int | None = None) -> str:
    """``1.234,50`` with so many decimals; a dash when there is no number."""
    return numbers(places)(value)


def numbers(places: int | None = None) -> Callable[[Decimal | float | int | None], str]:
    """The same for a long list: the language is asked for once."""
    pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
    locale = _locale()
    return lambda value: "–" if value is None else _formatted(value, pattern, locale)


@lru_cache(maxsize=8192)
def _formatted(value: Decimal | float | int, pattern: str, locale: str) -> str:
    # A ranked list shows thousands of numbers, most of them alike. Below zero a minus sign stands,
    # as it does before signed figures, and no hyphen.
    return format_decimal(value, pattern, locale=locale).replace("-", "−")


def days_left(value: datetime) -> int:
    """Whole days from now to the moment, counted by dates in WITA; negative when past."""
    return (_day(value) - _day(now())).days
