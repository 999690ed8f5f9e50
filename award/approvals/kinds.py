"""Kinds of acts that take two people: what each does to which object, and who may.

A feature registers its kinds in its room ``approvals.py``, which is imported at the start like its
rules; ``award/certificates/approvals.py`` is a short example. Its page is one call of
``award.approvals.views.proposing.proposing``. The action that ``run`` names takes the object and
``approval=`` and first calls ``award.approvals.queries.proven``: one person alone never reaches it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from award.approvals.models import Approval

Details = Mapping[str, Any]


def nobody_walled(_actor: Any, _target: Any) -> object:
    """No conflict is possible with an object that belongs to nobody."""
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of act on one kind of object.

    ``details`` are what the proposer chose besides the object, as JSON (``{}`` for most kinds).
    """

    key: str
    """``feature.verb``; kept with every proposal."""
    name: object
    """What is done, as a title: "Mencabut piagam" (lazily translated)."""
    rule: str
    """The access rule that proposer and confirmer must both pass on the object."""
    load: Callable[[int], Any]
    """The object by its number; ``None`` when it is gone."""
    run: Callable[[Any, Approval], object]
    """Does it, within the confirming transaction; raises a ``Problem`` to refuse."""
    title: Callable[[Any], str]
    """What the object is called."""
    effects: Callable[[Any, Details], Sequence[object]]
    """Exactly what will happen, one sentence each, for both people."""
    basis: Callable[[Any, Details], Details]
    """The facts that the proposal rests on, as JSON: when they change, it no longer holds."""
    address: Callable[[Any], str]
    """The page of the object (called by pages only)."""
    edition_id: Callable[[Any], int | None]
    """Whose edition it belongs to, for the ledger."""
    wall: Callable[[Any, Any], object] = nobody_walled
    """``(actor, object)``: why this person is conflicted and may not even see it, or ``None``."""


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds of acts, once, at import."""
    for kind in kinds:
        if kind.key in KINDS:
            raise ValueError(f"two kinds called {kind.key}")
        KINDS[kind.key] = kind
