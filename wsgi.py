"""The WSGI entry: ``flask --app wsgi …`` and ``gunicorn wsgi:app``."""

from award import create_app
from config import settings

app = create_app(settings())
