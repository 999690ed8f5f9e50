"""Who may see the public pages."""

from __future__ import annotations

from award.core.access import rule


@rule("innovation:see_public")
def may_see(_actor: object, _innovation: object) -> object:
    """Anyone sees an innovation that the loader knows to be public."""
    return None
