"""What the worker does: end proposals whose time is over."""

from award.approvals import actions
from award.core.jobs import sweep


@sweep
def lapse_over() -> None:
    """End every proposal whose time is over or whose object has changed."""
    actions.lapse_over()
