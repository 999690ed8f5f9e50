"""Pages of judging: the organiser's and the judge's."""

from award.judging.views.anonymity import anonymity
from award.judging.views.judge import sheets
from award.judging.views.organiser import panels
from award.judging.views.presentations import presentations
from award.judging.views.running import running

BLUEPRINTS = (panels, anonymity, sheets, running, presentations)
