"""The page on which one person proposes an act: used by the feature that the act belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from award.approvals import actions, queries
from award.approvals.forms import ProposalForm
from award.approvals.kinds import KINDS
from award.core.limits import limiter
from award.core.problems import Invalid, Problem
from award.people.queries import people_with
from award.people.states import Role

View = TypeVar("View", bound=Callable[..., Any])


def person_key() -> str:
    """Whoever has signed in: a password is guarded from many machines."""
    return f"person {current_user.get_id().partition('.')[0]}"


def _refused(response: Response) -> bool:
    return response.status_code == 422


def password_asked(view: View) -> View:
    """Slow down guessing the password of whoever is signed in; only refusals count."""
    limit: Any = limiter.shared_limit(
        "8 per 5 minutes", "password", key_func=person_key, methods=["POST"], deduct_when=_refused
    )
    return cast(View, limit(view))


def proposing(
    kind: str,
    target: Any,
    *,
    details: Mapping[str, Any] | None = None,
    form: ProposalForm | None = None,
    trial: Callable[[], None] | None = None,
) -> Any:
    """Show what will happen and ask for reason and password; propose when they are given.

    The view that answers with this is marked with ``@requires(KINDS[kind].rule, loader)`` above
    ``@password_asked`` and takes GET and POST. ``details`` must be valid and are shown by the
    kind's ``effects``; a form with more fields is validated here too. ``trial`` tries what takes
    long, once the password is right: it raises ``Invalid`` when the act would come to nothing.
    """
    form, found, chosen = form or ProposalForm(), KINDS[kind], dict(details or {})
    if form.validate_on_submit() and _proposed(kind, target, form, chosen, trial):
        flash(_("Usul tercatat. Panitia lain mendapat surel untuk mengonfirmasinya."), "success")
        return redirect(found.address(target))
    page = render_template(
        "approvals/propose.html",
        form=form,
        kind=found,
        target=target,
        effects=found.effects(target, chosen),
        waiting=queries.open_of(kind, target.id),
        alone=len(people_with(Role.ORGANISER)) < 2,
        hours=current_app.config["APPROVAL_HOURS"],
    )
    return page, 422 if form.is_submitted() else 200


def _proposed(
    kind: str,
    target: Any,
    form: ProposalForm,
    details: Mapping[str, Any],
    trial: Callable[[], None] | None,
) -> bool:
    path = url_for("approvals.show", approval_id=0).removesuffix("0")
    try:
        if trial is not None:
            actions.check_password(current_user, form.password.data)
            trial()
        actions.propose(
            kind=kind,
            target=target,
            reason=form.reason.data,
            password=form.password.data,
            details=details,
            actor=current_user,
            address=f"{current_app.config['BASE_URL']}{path}NUMBER",
        )
    except Invalid as problem:
        tell(form, problem)
        return False
    return True


def tell(form: Any, problem: Problem) -> None:
    """Put each fault at its field, one without a field at the top of the form."""
    fields = problem.fields if isinstance(problem, Invalid) else {}
    for name, sentence in fields.items():
        form[name].errors = [sentence]
    if not fields:
        form.form_errors = [problem.sentence]
