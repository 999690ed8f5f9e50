"""Pages of entries."""

from flask_babel import lazy_gettext as _l

from award.core.navigation import NavItem, offer
from award.entries.views.board import board
from award.entries.views.documents import document_pages
from award.entries.views.heads import heads
from award.entries.views.screening import screening
from award.entries.views.sections import section_pages
from award.entries.views.signing import signing
from award.entries.views.writing import entry_pages
from award.people.states import Role

BLUEPRINTS = (entry_pages, section_pages, document_pages, signing, heads, screening, board)

offer(
    NavItem(
        "entries.index",
        _l("Usulan"),
        order=30,
        roles=frozenset({Role.STAFF, Role.HEAD}),
    ),
    NavItem("heads.index", _l("Tanda tangan"), order=31, action="signing:see"),
    NavItem("board.index", _l("Partisipasi"), order=32, action="board:see"),
    NavItem("screening.index", _l("Seleksi"), order=33, action="screening:see"),
)
