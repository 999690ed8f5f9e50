"""The links of the menu: each feature offers its own, and each person sees those open to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import request, url_for

from award.core import access


@dataclass(frozen=True)
class NavItem:
    """A link of the menu, lower ``order`` first.

    With ``action`` it is shown to those whom the rule allows (the rule is asked without an object),
    with ``roles`` to those who hold one of them; with neither, to everyone.
    """

    endpoint: str
    label: Any
    order: int
    action: str = ""
    roles: frozenset[str] = frozenset()
    count: Callable[[], int] | None = None
    """How much waits there for the person signed in."""

    def shown_to(self, person: Any) -> bool:
        """Whether the person may follow the link."""
        if self.action:
            return access.can(self.action, actor=person)
        if self.roles:
            return bool(person.is_authenticated and person.has(*self.roles))
        return True

    @property
    def open_to_all(self) -> bool:
        """Whether it leads to a public page."""
        return not (self.action or self.roles)


ITEMS: list[NavItem] = []


def offer(*items: NavItem) -> None:
    """Add links to the menu, once, where a feature's pages are defined."""
    ITEMS.extend(items)


def links() -> Iterator[tuple[str, str, bool, bool, int]]:
    """Label, address, whether the person is there now, whether all may follow it, what waits.

    Only the links that the person signed in may follow.
    """
    person = access.signed_in_person()
    shown = [item for item in sorted(ITEMS, key=_order) if item.shown_to(person)]
    addresses = [_address(item.endpoint, request.script_root) for item in shown]
    path = request.path
    here = max((a for a in addresses if _within(a, path)), key=len, default=None)
    for item, address in zip(shown, addresses, strict=True):
        waiting = item.count() if item.count else 0
        yield str(item.label), address, address == here, item.open_to_all, waiting


@cache  # the same on every page
def _address(endpoint: str, _root: str) -> str:
    return url_for(endpoint)


def _order(item: NavItem) -> int:
    return item.order


def _within(address: str, path: str) -> bool:
    return path == address or path.startswith(address.rstrip("/") + "/")
