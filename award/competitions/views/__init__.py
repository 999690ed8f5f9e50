"""The organiser's pages about editions and holidays."""

from flask_babel import lazy_gettext as _l

from award.competitions.queries import timeline
from award.competitions.views.editions import editions
from award.competitions.views.holidays import holidays
from award.competitions.views.parts import add_part_pages
from award.core.navigation import NavItem, offer

add_part_pages(editions)
# On every page of an edition, whichever feature shows it.
editions.add_app_template_filter(timeline, "phases")
BLUEPRINTS = (editions, holidays)

offer(NavItem("editions.index", _l("Semua edisi"), 20, action="edition:manage"))
