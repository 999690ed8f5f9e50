"""The organiser's pages about editions and holidays."""

from flask_babel import lazy_gettext as _l

from award.competitions.views.editions import editions
from award.competitions.views.holidays import holidays
from award.competitions.views.parts import add_part_pages
from award.core.navigation import NavItem, offer

add_part_pages(editions)
BLUEPRINTS = (editions, holidays)

offer(
    NavItem("editions.index", _l("Semua edisi"), 20, action="edition:manage"),
    NavItem("holidays.index", _l("Hari libur"), 90, action="edition:manage"),
)
