"""Pages of judging: the organiser's and the judge's."""

from award.judging.views.judge import sheets
from award.judging.views.organiser import panels

BLUEPRINTS = (panels, sheets)
