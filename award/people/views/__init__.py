"""Pages about accounts and agencies."""

from award.people.views.accounts import accounts
from award.people.views.agencies import agency_pages
from award.people.views.session import session_pages

BLUEPRINTS = (session_pages, accounts, agency_pages)
