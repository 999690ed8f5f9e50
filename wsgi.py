"""The WSGI entry: ``flask --app wsgi …`` and ``gunicorn wsgi:app``."""

import gc

from award import create_app
from config import settings

app = create_app(settings())

# What is loaded now stays: web workers are forked from here and share it only while the
# garbage collector does not write to it.
gc.collect()
gc.freeze()
