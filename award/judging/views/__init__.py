"""Pages of judging: the organiser's and the judge's."""

from award.entries.queries import Bonds
from award.judging.queries.walls import why_kept_out
from award.judging.views import conduct, own_conflicts, proposal, register, seats
from award.judging.views.anonymity import anonymity
from award.judging.views.calibration import calibration
from award.judging.views.discrepancies import discrepancies
from award.judging.views.judge import sheets
from award.judging.views.keying import keying
from award.judging.views.organiser import panels
from award.judging.views.paper import paper
from award.judging.views.presentations import presentations
from award.judging.views.reweighing import reweighing
from award.judging.views.running import running

# An organiser who is bound to an entry must not read it; entries cannot import judging.
Bonds.of = staticmethod(why_kept_out)

__all__ = ("BLUEPRINTS", "conduct", "own_conflicts", "proposal", "register", "seats")

BLUEPRINTS = (
    panels,
    discrepancies,
    reweighing,
    anonymity,
    calibration,
    sheets,
    running,
    presentations,
    paper,
    keying,
)
