"""Pages of acts that take two people."""

from award.approvals.views.answering import approvals

BLUEPRINTS = (approvals,)
