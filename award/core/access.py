"""Who may do what: deny by default.

A rule is a pure predicate ``(actor, object) -> reason`` that returns why the actor may not, or
``None``. Rules are registered under the name of an action. A view carries exactly one mark:
:func:`public`, :func:`signed_in` or :func:`requires`; a view without a mark is never served.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from flask import abort
from flask_login import current_user

from award.core.problems import Refused

Rule = Callable[[Any, Any], Any]
Loader = Callable[..., Any]
View = TypeVar("View", bound=Callable[..., Any])

RULES: dict[str, Rule] = {}


@dataclass(frozen=True)
class Mark:
    """How a view is guarded: ``action`` is ``None`` for views without a rule."""

    kind: str
    action: str | None = None


def rule(action: str) -> Callable[[Rule], Rule]:
    """Register a predicate as the rule of ``action``."""

    def register(predicate: Rule) -> Rule:
        if action in RULES:
            raise ValueError(f"two rules for {action}")
        RULES[action] = predicate
        return predicate

    return register


def why_not(action: str, target: Any = None, actor: Any = None) -> Any:
    """The reason why the actor (the person signed in) may not, or ``None``."""
    return RULES[action](signed_in_person() if actor is None else actor, target)


def can(action: str, target: Any = None, actor: Any = None) -> bool:
    """Whether the actor may."""
    return why_not(action, target, actor) is None


def signed_in_person() -> Any:
    """Who has signed in, or anyone: the person behind ``current_user``, looked up once."""
    # Rules ask a person many things, and the proxy would find the person anew for each.
    return current_user._get_current_object()


def ensure(action: str, target: Any, actor: Any) -> None:
    """Raise :class:`Refused` with the rule's reason: the guard inside an action."""
    if (reason := why_not(action, target, actor)) is not None:
        raise Refused(reason)


def _mark(view: View, mark: Mark) -> View:
    view.access = mark  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anyone may see this page."""
    return _mark(view, Mark("public"))


def is_public(view: Any) -> bool:
    """Whether anyone may see the page behind this view."""
    mark = getattr(view, "access", None)
    return mark is not None and mark.kind == "public"


def signed_in(view: View) -> View:
    """Anyone who has signed in may see this page."""
    return _mark(view, Mark("signed_in"))


def requires(action: str, loader: Loader | None = None) -> Callable[[View], View]:
    """Load the object for the actor, check the rule, pass the object in.

    ``loader(actor, **url_values)`` answers ``None`` for an object that the actor should not even
    know (404). A rule that refuses gives 403 with its reason.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url_values: Any) -> Any:
            person = signed_in_person()
            if loader is None:
                ensure(action, None, person)
                return view(**url_values)
            target = loader(person, **url_values)
            if target is None:
                abort(404)
            ensure(action, target, person)
            return view(target)

        return _mark(guarded, Mark("requires", action))  # type: ignore[return-value]

    return decorate
