"""Pages of this feature."""

from flask_babel import lazy_gettext as _l

from award.core.navigation import NavItem, offer
from award.entries.queries import EarlierPlaces
from award.judging.queries.excluded import Excluded
from award.results.queries import places_of
from award.results.queries import rulings as rulings_of
from award.results.views import board, deciding, ending, hearing, objecting, overriding, record
from award.results.views.boards import results
from award.results.views.dissenting import dissent
from award.results.views.entrant import own_result
from award.results.views.fairness import fairness
from award.results.views.judge import own_report
from award.results.views.public import winners
from award.results.views.ruling import rulings

# Eligibility asks what an innovation won before; entries cannot import results.
EarlierPlaces.of = staticmethod(places_of)
# Judges are told what is out of the competition; judging cannot import results.
Excluded.numbers = staticmethod(rulings_of.out)

__all__ = (
    "BLUEPRINTS",
    "board",
    "deciding",
    "ending",
    "hearing",
    "objecting",
    "overriding",
    "record",
)

BLUEPRINTS = (results, rulings, fairness, own_result, own_report, dissent, winners)

offer(
    NavItem("results.index", _l("Hasil"), 60, action="results:see"),
    NavItem("winners.latest", _l("Pemenang"), 80),
)
