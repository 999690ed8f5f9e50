"""Pages of field verification: the organiser's plan, the team's checklist, the agency's dates."""

from award.visits.views import claims, evidence
from award.visits.views.agency import agency_visits
from award.visits.views.organiser import visit_plans
from award.visits.views.team import visits

__all__ = ("BLUEPRINTS", "claims", "evidence")

BLUEPRINTS = (visit_plans, visits, agency_visits)
