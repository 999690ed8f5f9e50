"""Pages about accounts."""

from award.people.views.accounts import accounts
from award.people.views.session import session_pages

BLUEPRINTS = (session_pages, accounts)
