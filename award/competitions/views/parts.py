"""One page per part of an edition: what it holds, changed or only read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from award.competitions import actions, parts, queries, words
from award.competitions.blueprint_faults import faults
from award.competitions.forms import PartForm, form_of
from award.competitions.forms.reading import is_wrong, title_of
from award.competitions.models import Edition, Round
from award.competitions.views.contents import contents, page_address
from award.core.access import requires, why_not
from award.core.problems import Problem, Stale


def add_part_pages(blueprint: Blueprint) -> None:
    """A page for each part, and one for the rubric of each round."""
    for part in parts.PARTS:
        blueprint.add_url_rule(
            f"/<int:edition_id>/{part.key}",
            part.key,
            requires("edition:manage", queries.edition_by_id)(_page_of(part)),
            methods=["GET", "POST"],
        )
    blueprint.add_url_rule(
        "/<int:edition_id>/rubrik/<int:round_id>",
        "rubrik",
        requires("edition:manage", queries.round_of_edition)(_rubric),
        methods=["GET", "POST"],
    )


def _page_of(part: parts.Part) -> Callable[[Edition], Any]:
    def page(edition: Edition) -> Any:
        return _edit(edition, part)

    return page


def _rubric(round_: Round) -> Any:
    return _edit(round_.edition, parts.RUBRIC, round_)


def _edit(edition: Edition, part: parts.Part, round_: Round | None = None) -> Any:
    """Show the part; when it was sent, change the edition or say why not, nothing lost."""
    form = form_of(
        part,
        queries.blueprint_of(edition),
        edition.version,
        locked=edition.locked_at is not None,
        round_key=round_.key if round_ else "",
    )
    if request.method == "GET":
        return _show(edition, part, round_, form), 200
    if not form.validate():
        return _show(edition, part, round_, form), 422
    try:
        _save(edition, form)
    except Problem as problem:
        form.tell(problem)
        stale = isinstance(problem, Stale)
        return _show(edition, part, round_, form, stale=stale), problem.status
    flash(_("Tersimpan."), "success")
    return redirect(request.path)


def _save(edition: Edition, form: PartForm) -> None:
    version = form.version.data or ""
    actions.amend(
        edition=edition,
        blueprint=form.result,
        version=int(version) if version.isdecimal() else 0,
        actor=current_user,
        reason=form.reason.data,
    )


def _show(
    edition: Edition, part: parts.Part, round_: Round | None, form: PartForm, *, stale: bool = False
) -> str:
    found = faults(queries.blueprint_of(edition))
    here = [each for each in found if page_address(edition, each.where) == request.path]
    return render_template(
        "editions/part.html",
        edition=edition,
        part=part,
        title_of=title_of,
        is_wrong=is_wrong,
        words=words,
        round=round_,
        form=form,
        stale=stale,
        faults=here,
        contents=contents(edition),
        locked=why_not("edition:edit_rubric", edition) if part.scored else None,
    )
