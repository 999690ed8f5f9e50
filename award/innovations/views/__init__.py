"""Pages of the register."""

from flask_babel import lazy_gettext as _l

from award.core.navigation import NavItem, offer
from award.innovations.views.register import register
from award.people.states import Role

BLUEPRINTS = (register,)

offer(
    NavItem(
        "innovations.index",
        _l("Inovasi"),
        order=20,
        roles=frozenset({Role.STAFF, Role.HEAD}),
    )
)
