"""Pages of entries."""

from flask_babel import lazy_gettext as _l

from award.core.navigation import NavItem, offer
from award.entries.views.documents import document_pages
from award.entries.views.sections import section_pages
from award.entries.views.writing import entry_pages
from award.people.states import Role

BLUEPRINTS = (entry_pages, section_pages, document_pages)

offer(
    NavItem(
        "entries.index",
        _l("Usulan"),
        order=30,
        roles=frozenset({Role.STAFF, Role.HEAD}),
    )
)
