"""Pages on which agencies and organisers name who is honoured beside an entry."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from award.certificates import honourees, names, names_file, words
from award.certificates.actions import honourees as actions
from award.certificates.forms_honourees import BesideForm, NamesForm, TeamForm
from award.certificates.honourees import Team
from award.certificates.states import Kind
from award.competitions.models import Edition
from award.competitions.queries import edition_by_id
from award.core.access import requires
from award.core.export import csv_file
from award.core.problems import Invalid

teams = Blueprint("teams", __name__)
ORGANISERS = "/panitia/sertifikat/<int:edition_id>/nama-tim"
KINDS = {kind: word for word, kind in names_file.KINDS.items()}


@teams.route("/pd/sertifikat/tim/<int:entry_id>", methods=["GET", "POST"])
@requires("team:name", honourees.own_team)
def name(team: Team) -> Any:
    """The agency names the team of its entry."""
    form = TeamForm()
    if not form.is_submitted():
        form.show(team)
        return _page(form, team)
    try:
        _validated(form)
        lines = names.lines_of(form.members.data or "")
        actions.name_team(team=team, names=lines, actor=current_user)
    except Invalid as problem:
        return _refused(form, team, problem)
    flash(ngettext("%(num)s nama tersimpan.", "%(num)s nama tersimpan.", len(lines)), "success")
    return redirect(url_for("own_certificates.of_agency"))


@teams.get(ORGANISERS)
@requires("certificate:manage", edition_by_id)
def index(edition: Edition) -> Any:
    """Every decided entry with how many are honoured beside it."""
    return _list(edition, NamesForm(None))


@teams.post(ORGANISERS)
@requires("certificate:manage", edition_by_id)
def upload(edition: Edition) -> Any:
    """Names for many entries from one table, all of them or none."""
    form = NamesForm()
    if not form.validate():
        return _list(edition, form, 422)
    table = names_file.read(form.file.data.read(), honourees.summaries(current_user, edition))
    if not table.faults:
        try:
            added = actions.add_honourees(edition=edition, named=table.named, actor=current_user)
        except Invalid as problem:
            table.faults.append(problem.sentence)
    if table.faults:
        form.file.errors = table.faults
        return _list(edition, form, 422)
    flash(_added(added, len(table.named)), "success")
    return redirect(url_for("teams.index", edition_id=edition.id))


@teams.get(f"{ORGANISERS}.csv")
@requires("certificate:manage", edition_by_id)
def table(edition: Edition) -> Any:
    """Everyone named so far, as a table that can be filled up and uploaded."""
    rows = [
        (row.id, row.title, row.agency, KINDS[row.kind], row.name)
        for row in honourees.listed(current_user, edition)
    ]
    return csv_file(f"nama-tim-{edition.year}.csv", names_file.COLUMNS, rows)


@teams.route("/panitia/sertifikat/nama-tim/<int:entry_id>", methods=["GET", "POST"])
@requires("team:correct", honourees.team_for)
def correct(team: Team) -> Any:
    """Members and replication partners of one entry."""
    form = BesideForm()
    if not form.is_submitted():
        form.show(team)
        return _page(form, team)
    try:
        _validated(form)
        for kind, field in ((Kind.MEMBER, form.members), (Kind.PARTNER, form.partners)):
            lines = names.lines_of(field.data or "")
            actions.correct_team(team=team, kind=kind, names=lines, actor=current_user)
    except Invalid as problem:
        return _refused(form, team, problem)
    flash(_("Nama tersimpan."), "success")
    return redirect(url_for("teams.index", edition_id=team.entry.edition_id))


def _validated(form: TeamForm) -> None:
    if not form.validate():
        raise Invalid("")


def _refused(form: TeamForm, team: Team, problem: Invalid) -> Any:
    for field, sentence in problem.fields.items():
        form[field].errors = [*form[field].errors, sentence]
    return _page(form, team, 422)


def _page(form: TeamForm, team: Team, status: int = 200) -> Any:
    template = "teams/correct.html" if isinstance(form, BesideForm) else "teams/name.html"
    fixed = [each.name for each in team.named if each.id in team.issued]
    page = render_template(template, form=form, team=team, fixed=fixed, words=words)
    return page, status


def _list(edition: Edition, form: NamesForm, status: int = 200) -> Any:
    page = render_template(
        "teams/index.html",
        edition=edition,
        form=form,
        summaries=honourees.summaries(current_user, edition),
        words=words,
        sent=request.method == "POST",
    )
    return page, status


def _added(added: int, listed: int) -> str:
    known = listed - added
    sentence = _("%(added)s nama baru; %(known)s sudah ada sebelumnya.", added=added, known=known)
    return str(sentence)
