"""The WSGI entry: ``flask --app wsgi …`` and ``gunicorn wsgi:app``."""

import gc

from babel import Locale
from sqlalchemy.orm import configure_mappers

from award import create_app
from award.core import icons, language
from config import settings

app = create_app(settings())

# Web workers are forked from here: what every page needs is made now, once for all of them.
configure_mappers()
icons.icon("list")
for name in language.LOCALES.values():
    Locale.parse(name).months  # noqa: B018 - reads the data of the locale

# What is loaded now stays; it is shared only while the garbage collector does not write to it.
gc.collect()
gc.freeze()
